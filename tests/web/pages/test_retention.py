"""The page of ended records: the owner proposes, a security administrator decides, everybody else learns nothing."""

from datetime import timedelta

import pytest

from app.service.pin_clock import pin_clock
from tests.builders.errand import PROCESS, files
from tests.builders.kept_errand import keeping
from tests.fixtures.api_city import NOW, ApiCity
from tests.web.pages.desk import desk, words

LATER = NOW + timedelta(days=3700)


@pytest.fixture(scope="module")
def over(api: ApiCity) -> tuple[str, str]:
    """Key and number of an errand that ended more than ten years ago."""
    assert api.deploy({**files(), "errand.bpmn": keeping("P10Y")}).status_code == 200
    instance = api.start(PROCESS, who="hotline", topic="枯树")
    api.post(f"/v2/process-instances/{instance}/cancellation", {}, 204, who="operator")
    number = api.number(instance)
    api.duban.door.keep(pin_clock, LATER)
    return instance, number


def test_who_has_nothing_to_do_with_it_is_refused(api: ApiCity, over: tuple[str, str]) -> None:
    desk(api, "handler-health").get("/retention", 403)
    desk(api, "operator").get("/retention", 403)


def test_the_owner_proposes_and_the_administrator_decides_without_a_word_of_the_case(api: ApiCity, over: tuple[str, str]) -> None:
    key, number = over
    owner, security, auditor = desk(api, "hotline"), desk(api, "security"), desk(api, "auditor")
    shown = words(owner.get("/retention"))
    assert number in shown
    assert "枯树" in shown
    assert "案件办结后 10 年" in shown
    missing = owner.send("/retention/erasing", key=key, reason=" ")
    assert missing.status_code == 422
    assert "请写理由" in words(missing.get_data(as_text=True))
    assert "至少选择一个案件" in words(owner.send("/retention/erasing", reason="期满").get_data(as_text=True))
    assert "1 件提议已提交，等待决定" in words(owner.follow(owner.send("/retention/erasing", key=key, reason="期满")))
    waits = words(security.get("/retention"))
    assert number in waits
    assert "枯树" not in waits
    assert "确认：销毁" not in words(owner.get("/retention"))
    undecided = security.send(f"/retention/{key}/decision", what="erase", reason="再等")
    assert undecided.status_code == 422
    assert "请选择一项：确认或者驳回" in words(undecided.get_data(as_text=True))
    unsaid = security.send(f"/retention/{key}/decision", what="erase", decision="refuse")
    assert (unsaid.status_code, "请写理由" in words(unsaid.get_data(as_text=True))) == (422, True)
    assert "提议已驳回" in words(
        security.follow(security.send(f"/retention/{key}/decision", what="erase", decision="refuse", reason="再等"))
    )

    # A hold, then what it bars.
    typed = owner.send("/retention/hold", number="QZ", hold_reason="法院调卷")
    assert typed.status_code == 422
    assert 'value="法院调卷"' in typed.get_data(as_text=True)
    owner.follow(owner.send("/retention/hold", number=number, hold_reason="法院调卷"))
    assert "已保全" in words(security.follow(security.send(f"/retention/{key}/decision", what="hold", decision="confirm")))
    barred = owner.send("/retention/erasing", key=key, reason="期满")
    assert barred.status_code == 409
    assert "被保全" in words(barred.get_data(as_text=True))
    owner.follow(owner.send(f"/retention/{key}/release", reason="已审结"))
    security.follow(security.send(f"/retention/{key}/decision", what="release", decision="confirm"))

    owner.follow(owner.send("/retention/erasing", key=key, reason="期满"))
    assert "案件内容已销毁" in words(security.follow(security.send(f"/retention/{key}/decision", what="erase", decision="confirm")))
    assert desk(api, "operator").client.get(f"/cases/{number}").status_code == 404
    assert desk(api, "handler-health").client.get(f"/cases/{number}").status_code == 404
    replayed = words(auditor.follow(auditor.client.get(f"/cases/{number}")))
    assert "销毁了案件内容" in replayed
    assert "本案中所写的内容已依法销毁" in replayed
    assert "枯树" not in replayed
    first = words(auditor.get(f"/cases/{number}/replay?event=1&check=now"))
    assert "topic 已销毁" in first
    assert "枯树" not in first
    found = api.get(f"/casework/v1/events?case={number}", who="auditor")["items"]
    assert (found[0]["kind"], {one["receiptNumber"] for one in found}) == ("case_erased", {number})
    verdict = api.get(f"/casework/v1/cases/{number}/verification", who="auditor")
    assert (verdict["chain"], verdict["recomputation"]) == ("verified", "erased")
    assert api.get(f"/casework/v1/cases/{number}/replay", who="auditor")["last"] >= 8
    api.get(f"/casework/v1/cases/{number}", 404, who="auditor")
    api.get(f"/casework/v1/cases/{number}/verification", 404, who="operator")
