"""What is left of an erased case for its auditor: dossier, bundle, history, replay with its diagram, and its number in the list."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.audit.evidence.check_alone import Check, read
from app.audit.evidence.check_bundle import check_bundle
from app.service.pin_clock import pin_clock
from tests.builders.bundles import opened
from tests.builders.errand import PROCESS, files
from tests.builders.kept_errand import keeping
from tests.fixtures.api_city import NOW, ApiCity
from tests.web.evidence_case import anchor
from tests.web.pages.desk import desk, words

LATER = NOW + timedelta(days=3700)


@pytest.fixture(scope="module")
def gone(either_api: ApiCity) -> tuple[str, str]:
    """Key and number of an errand that was erased, with all its events anchored."""
    assert either_api.deploy({**files(), "errand.bpmn": keeping("P10Y")}).status_code == 200
    key = either_api.start(PROCESS, who="hotline", topic="枯树", name="石青禾", contact="13987654321")
    either_api.post(f"/v2/process-instances/{key}/cancellation", {}, 204, who="operator")
    number = either_api.number(key)
    either_api.duban.door.keep(pin_clock, LATER)
    owner, security = desk(either_api, "hotline"), desk(either_api, "security")
    owner.follow(owner.send("/retention/erasing", key=key, reason="期满"))
    security.follow(security.send(f"/retention/{key}/decision", what="erase", decision="confirm"))
    anchor(either_api)
    return key, number


def test_the_dossier_is_printed_and_says_that_the_words_were_destroyed(either_api: ApiCity, gone: tuple[str, str]) -> None:
    _, number = gone
    answer = desk(either_api, "auditor").client.get(f"/cases/{number}/dossier.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.get_data())).pages))
    assert "个事件的链一致。所写文字已依法销毁，不能重算。" in text
    assert "状态已销毁" in text
    assert "李敏" in text
    assert "销毁了案件内容" in text
    assert "枯树" not in text


def test_the_bundle_proves_chain_and_anchors_and_says_which_event_erased_it(
    either_api: ApiCity, gone: tuple[str, str], tmp_path: Path
) -> None:
    key, number = gone
    answer = desk(either_api, "auditor").client.get(f"/cases/{number}/evidence.zip")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    raw = answer.get_data()
    assert either_api.ask("GET", f"/casework/v1/cases/{number}/evidence.zip", who="auditor").get_data() == raw
    path = tmp_path / "bundle.zip"
    path.write_bytes(raw)
    found, alone = check_bundle(path), Check(read(path), "")
    events = int(either_api.rows("SELECT COUNT(*) AS n FROM audit_event WHERE case_key = :key", key=key)[0]["n"])
    assert (found.findings, found.first_bad, alone.bad) == ([], None, [])
    assert (found.holds, found.anchored, found.words) == (events, events, "erased")
    inside = opened(raw)
    assert "枯树".encode() not in b"".join(inside.values())
    assert [json.loads(line)["kind"] for line in inside["events.jsonl"].splitlines()][-1] == "case_erased"
    assert f"由事件 {events} 依法销毁" in inside["README.txt"].decode()


def test_its_history_stays_to_be_read(either_api: ApiCity, gone: tuple[str, str]) -> None:
    _, number = gone
    items = either_api.get(f"/casework/v1/cases/{number}/history", who="auditor")["items"]
    assert items[-1]["kind"] == "case_erased"
    assert "枯树" not in json.dumps(items, ensure_ascii=False)
    either_api.get(f"/casework/v1/cases/{number}/history", 404, who="operator")


def test_its_diagram_is_drawn(either_api: ApiCity, gone: tuple[str, str]) -> None:
    _, number = gone
    auditor = desk(either_api, "auditor")
    found = re.search(r'data-diagram="([^"]+)"', auditor.get(f"/cases/{number}/replay?event=1"))
    assert found is not None
    answer = auditor.client.get(found[1].replace("&amp;", "&"))
    assert (answer.status_code, b"<bpmn:definitions" in answer.get_data()) == (200, True)
    assert auditor.client.get(f"/cases/{number}/diagram.bpmn?of={'0' * 64}").status_code == 404
    assert auditor.client.get(f"/cases/{number}/diagram.bpmn?of=%25").status_code == 404
    assert desk(either_api, "operator").client.get(f"/cases/{number}/diagram.bpmn").status_code == 404


def test_its_values_were_destroyed_and_nobody_is_named_as_their_author(either_api: ApiCity, gone: tuple[str, str]) -> None:
    _, number = gone
    shown = words(desk(either_api, "auditor").get(f"/cases/{number}/replay?event=1&check=now"))
    assert "4 个事件：链完整，其中 4 个与锚一致；所写内容已依法销毁，不能重算" in shown
    changes = shown.partition("变化")[2]
    assert changes.count("已销毁") >= 3
    assert ("系统" in changes, "对您不显示" in changes, "已删除" in changes) == (False, False, False)


def test_it_is_found_by_its_number_by_who_may_see_what_is_left(either_api: ApiCity, gone: tuple[str, str]) -> None:
    _, number = gone
    address = f'href="/cases/{number}/replay"'
    for query in (number, number[:-2], number.lower()):
        assert address in desk(either_api, "auditor").get(f"/cases?q={query}")
    assert address in desk(either_api, "hotline").get(f"/cases?q={number}")
    assert address not in desk(either_api, "operator").get(f"/cases?q={number}")
    assert address not in desk(either_api, "auditor").get("/cases?q=QQ")
