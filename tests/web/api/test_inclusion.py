"""The proof of one event in the answer of GET cases/{n}/verification, followed by a computation that is none of ours."""

import hashlib
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import anchor, anchored_letter, letter


def root_by(leaf: str, position: int, count: int, path: list[str]) -> str:
    """Lead a leaf to the root, by the definition in RFC 6962: of none of the product's code."""
    if count == 1:
        return hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).hexdigest()
    split = 1 << (count - 1).bit_length() - 1
    left, right = (
        (root_by(leaf, position, split, path[:-1]), path[-1])
        if position < split
        else (path[-1], root_by(leaf, position - split, count - split, path[:-1]))
    )
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def test_an_event_is_proven_by_path_position_and_signature(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    waiting = either_api.get(f"/casework/v1/cases/{number}/verification?event=2", who="auditor")
    assert (waiting["anchor"], waiting["proof"]) == ("pending", None)
    assert either_api.get(f"/casework/v1/cases/{number}/verification", who="auditor")["proof"] is None
    anchor(either_api)
    for row in either_api.rows("SELECT seq, digest FROM audit_event WHERE case_key = :key", key=key):
        proof = either_api.get(f"/casework/v1/cases/{number}/verification?event={row['seq']}", who="auditor")["proof"]
        assert (proof["seq"], proof["digest"]) == (row["seq"], row["digest"])
        assert root_by(proof["digest"], proof["position"], proof["leafCount"], proof["path"]) == proof["root"]
        line = json.loads(proof["anchor"])
        assert line["leaves"][proof["position"]] == [key, row["seq"], row["digest"]]
        assert [line[name] for name in ("batch", "at", "root", "previousRoot")] == [
            proof[name] for name in ("batch", "at", "root", "previousRoot")
        ]
        signature = line.pop("signature")
        said = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(proof["publicKey"]))
        signer.verify(bytes.fromhex(proof["signature"]), said)
        assert signature == proof["signature"]
        with pytest.raises(InvalidSignature):
            signer.verify(bytes.fromhex(signature), said + b" ")


@pytest.mark.parametrize(("event", "nearest"), [("0", 1), ("-1", 1), ("6", 5), ("99", 5), ("9999999999999999", 5)])
def test_of_an_event_that_the_case_does_not_have_the_nearest_is_proven_and_said(either_api: ApiCity, event: str, nearest: int) -> None:
    _, number = anchored_letter(either_api)
    said = either_api.get(f"/casework/v1/cases/{number}/verification?event={event}", who="auditor")
    assert said["message"] == f"Expected an event from 1 to 5, but found {event}; the nearest is shown"
    assert said["proof"]["seq"] == nearest
    assert either_api.get(f"/casework/v1/cases/{number}/verification?event=5", who="auditor")["message"] is None


def test_what_is_no_number_is_refused(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    said = either_api.get(f"/casework/v1/cases/{number}/verification?event=two", 400, who="auditor")
    assert said["code"] == "bad_filter"
