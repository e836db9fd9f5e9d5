"""A case that was taken to another version can be proven by both: diagrams, tables and forms of each lie in its bundle, and the dossier
names them."""

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.audit.evidence.check_alone import Check, read
from app.audit.evidence.check_bundle import check_bundle
from tests.builders.bundles import Files, opened, refitted, written
from tests.builders.errand import FORM, PROCESS, TIERS, errand, files
from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import anchor, bundle
from tests.web.pages.desk import desk

NEWER = {
    "errand.bpmn": errand(more="archive"),
    "errand-answer.form": FORM.replace(b'"label": "Answer"', b'"label": "Reply"'),
    "tiers.dmn": TIERS.replace(b"&lt; 100", b"&lt; 1"),
}


@pytest.fixture(scope="module")
def migrated(api: ApiCity) -> tuple[str, Files, bytes]:
    """Number and bundle of a case that used table and form of both versions, and the city's private key."""
    api.deploy({**files()})
    case = api.start(PROCESS, who="hotline", topic="a leaking tap")
    taken = {"variables": {"worth": 3, "note": "n"}}
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", taken, 204, who="hotline")
    answer = api.deploy({**NEWER})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    deployed = [one["processDefinition"] for one in answer.get_json()["deployments"] if one.get("processDefinition")]
    said = {
        "targetProcessDefinitionKey": deployed[0]["processDefinitionKey"],
        "mappingInstructions": [{"sourceElementId": "handle", "targetElementId": "handle"}],
        "reason": "a step was missing",
    }
    api.post(f"/v2/process-instances/{case}/migration", said, 204, who="operator")
    back = desk(api, "handler-health").send(f"/tasks/{api.task(case)}/sending-back", to="take", reason="once more")
    assert back.status_code == 303
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", taken, 204, who="hotline")
    anchor(api)
    number = api.number(case)
    private = bytes.fromhex((api.duban.settings.data / "anchor-key").read_text().strip())
    return number, opened(bundle(api, number)), private


def listed(found: Files, kind: str, id: str) -> list[tuple[int, str]]:
    """Return version and file of each definition of a kind and id."""
    return sorted((one["version"], one["file"]) for one in json.loads(found["definitions.json"]) if (one["kind"], one["id"]) == (kind, id))


def test_both_versions_of_diagram_table_and_form_are_in_the_bundle_and_both_checkers_verify_it(
    migrated: tuple[str, Files, bytes], tmp_path: Path
) -> None:
    _, found, _ = migrated
    for kind, id in (("process", PROCESS), ("decision", "tier"), ("form", "errand-answer")):
        assert [version for version, _ in listed(found, kind, id)] == [1, 2], (kind, listed(found, kind, id))
    path, key = written(found, tmp_path / "whole.zip"), found["key.pub"].decode().strip()
    ours = check_bundle(path, key)
    assert (ours.verified, ours.events, ours.findings) == (True, ours.holds, [])
    assert Check(read(path), key).bad == []


@pytest.mark.parametrize(("kind", "id"), [("process", PROCESS), ("decision", "tier"), ("form", "errand-answer")])
@pytest.mark.parametrize("gone", [False, True], ids=["altered", "gone"])
def test_an_old_version_that_was_altered_is_named_by_both_even_where_the_manifest_fits(
    migrated: tuple[str, Files, bytes], tmp_path: Path, kind: str, id: str, gone: bool
) -> None:
    _, found, private = migrated
    changed, (_, file) = dict(found), listed(found, kind, id)[0]
    if gone:
        del changed[file]
    else:
        changed[file] += b"\n"
    refitted(changed, private)
    path = written(changed, tmp_path / "altered.zip")
    reason = "missing" if gone else "misnamed"
    assert [
        one for one in check_bundle(path).findings if one.file.startswith(Path(file).with_suffix("").as_posix()) and one.reason == reason
    ]
    assert [one for one in Check(read(path), "").bad if Path(file).stem in one]


def test_the_dossier_names_both_versions_until_the_event_that_it_is_of(api: ApiCity, migrated: tuple[str, Files, bytes]) -> None:
    number, found, _ = migrated
    digests = [Path(file).stem for _, file in listed(found, "process", PROCESS)]
    auditor = desk(api, "auditor")

    def printed(query: str) -> str:
        raw = auditor.client.get(f"/cases/{number}/dossier.pdf{query}").get_data()
        return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages).split())

    whole = printed("")
    assert all(digest in whole for digest in digests)
    assert "曾按第1版办理" in whole
    before = printed("?event=2")
    assert digests[0] in before
    assert digests[1] not in before
