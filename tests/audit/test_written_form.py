"""An event that says the same in other letters is named: what looks for a fact by its name in the text would pass it by."""

import json

import pytest

from app.audit.chain_break import Break
from app.audit.evidence.check_alone import Check
from app.audit.hash_chain import COLUMNS, event_digest, keyed_digest, secret_bytes
from app.audit.replay import replay
from app.audit.verify_chains import verify_chain, verify_chains
from app.domain.canonical import canonical, is_canonical, parse
from app.domain.rejection import Rejection
from app.service.add_comment import AddComment
from tests.builders.city import City
from tests.service.rows import case_at_handle

ESCAPED = {"body": ('"comment_added"', '"comment\\u005fadded"'), "content": ('"text"', '"te\\u0078t"')}
SPACED = {"body": ('{"facts"', '{ "facts"'), "content": ('{"input"', '{ "input"')}


def rewritten(city: City, case: int, what: str, change: tuple[str, str]) -> int:
    """Write the last event of a case otherwise, with its digests and the chain's head, as one would who has the database."""
    key = str(case)
    with city.database.write() as store:
        row = store.all("SELECT * FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=key)[0]
        event = {name: row[name] for name in COLUMNS}
        content = store.value("SELECT content FROM event_content WHERE case_key = :key AND seq = :seq", key=key, seq=row["seq"])
        secret = secret_bytes(store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=key))
        if what == "body":
            assert change[0] in event["body"]
            event["body"] = event["body"].replace(*change)
        else:
            assert change[0] in content
            content = content.replace(*change)
            event["content_digest"] = keyed_digest(secret, content.encode())
        digest = event_digest(event)
        store.run(
            "UPDATE audit_event SET body = :body, content_digest = :words, digest = :digest WHERE case_key = :key AND seq = :seq",
            body=event["body"], words=event["content_digest"], digest=digest, key=key, seq=row["seq"],
        )  # fmt: skip
        store.run("UPDATE event_content SET content = :said WHERE case_key = :key AND seq = :seq", said=content, key=key, seq=row["seq"])
        store.run("UPDATE case_state SET chain_digest = :digest WHERE case_key = :case", digest=digest, case=case)
        store.run("UPDATE unanchored SET digest = :digest WHERE case_key = :key AND seq = :seq", digest=digest, key=key, seq=row["seq"])
    return int(row["seq"])


@pytest.mark.parametrize("what", ["body", "content"])
@pytest.mark.parametrize("how", [ESCAPED, SPACED], ids=["escaped", "spaced"])
def test_what_is_written_in_other_letters_is_named(city: City, what: str, how: dict[str, tuple[str, str]]) -> None:
    case = case_at_handle(city)
    city.do(AddComment(case, "words"), "demo")
    city.do(AddComment(case, "more words"), "demo")
    with city.database.read() as store:
        assert verify_chains(store).breaks == ()
    assert alone(city, case) == []
    seq = rewritten(city, case, what, how[what])
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break(str(case), seq, "form"),)
        assert verify_chain(store, str(case)).first_bad == Break(str(case), seq, "form")
        again = replay(store, city.surroundings, case)
    assert (again.verdict, again.seq, again.what) == ("differs", seq, "form")
    assert alone(city, case) == [f"events.jsonl 事件 event {seq}: form"]


def alone(city: City, case: int) -> list[str]:
    """Return what the program in the bundle finds in the events of a case and their words."""
    with city.database.read() as store:
        contents = store.all("SELECT seq, content FROM event_content WHERE case_key = :key ORDER BY seq", key=str(case))
        secret = secret_bytes(store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=str(case)))
    rows = [{name: row[name] for name in (*COLUMNS, "digest")} for row in city.events(case)]
    manifest = {"files": [{"name": "secret.txt"}], "events": len(rows), "caseKey": str(case)}
    files = {"events.jsonl": rows, "contents.jsonl": list(map(dict, contents)), "manifest.json": [manifest]}
    raw = {name: b"".join(json.dumps(one).encode() + b"\n" for one in lines) for name, lines in files.items()}
    return [one for one in Check({**raw, "secret.txt": secret.hex().encode()}, "").bad if one.startswith("events.jsonl 事件")]


CANONICAL = ['{"a":1}', '{"a":-1.5}', '{"a":"\\b\\u001f\\"\\\\"}', '{"a":"é"}', '{"":[null,true,{}]}', '"\\\\u0000"', "0.25", "[]"]
OTHERWISE = [
    '{"b":1,"a":2}', '{"a":1,"a":1}', '{"\\u005f":1}', '{"a":"\\u00e9"}', '{"a":"\\u001F"}', '{"a":"\\u0000"}', '{ "a":1}', '{"a":1}\n',
    '{"a":1.0}', '{"a":1e3}', '{"a":-0}', '{"a":NaN}', '{"a":1.50}', '"\\ud800"', '"\\/"', "x", "", '{"a":1}{',
]  # fmt: skip


@pytest.mark.parametrize("text", CANONICAL + OTHERWISE)
def test_text_is_canonical_where_its_value_is_written_so(text: str) -> None:
    def exactly() -> bool:
        try:
            return canonical(parse(text)) == text
        except Rejection:
            return False

    assert is_canonical(text) == exactly() == (text in CANONICAL)
