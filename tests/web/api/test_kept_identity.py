"""Who wrote a letter and asked to be kept is found by nobody who handles it, at any address, by any search.

Source: docs/permissions, "never the identity behind a complaint"; Opinions, article 56; docs/decisions, "who wrote in is kept apart".
"""

import io
from dataclasses import dataclass
from typing import Any, Final

import pytest

from app.domain.actor import PUBLIC
from app.domain.attached_file import Attachment
from app.domain.demo_city import PEOPLE
from app.service.start_instance import StartInstance
from tests.fixtures.api_city import ApiCity
from tests.web.api.every_address import ORIGIN, read, reads
from tests.web.pages.desk import desk, words

PROCESS: Final = "citizen-letter"
NAME, CONTACT, FILE = "石青禾", "13987654321", "石青禾的照片.jpg"
PHOTO: Final = b"\xff\xd8\xff\xe0 what a photo of the writer holds"
KNOW: Final = ("hotline", "auditor", "demo")
"""The owner of the procedure, the auditor, and the account that is a member of every group."""

OTHERS: Final = tuple(person.account for person in PEOPLE if person.account not in KNOW)
CLOSEST: Final = ("handler-health", "head-health", "inspection", "operator")
"""Who sees the case, and has no part in keeping it."""

AT_THE_START, AFTERWARDS, OF_CONDUCT = "at the start", "afterwards", "of conduct"
EVERYWHERE: Final = [(AT_THE_START, who) for who in OTHERS] + [(how, who) for how in (AFTERWARDS, OF_CONDUCT) for who in CLOSEST]
LETTER: Final[dict[str, Any]] = {
    "anonymous": False,
    "name": NAME,
    "contact": CONTACT,
    "topic": "楼上饭店排烟",
    "place": "春晖路18号",
    "content": "楼上饭店的油烟从窗户进来，晚上不能开窗。",
}
ASSIGNED: Final = {
    "disposition": "assign",
    "unit": "health-bureau",
    "basis": "line",
    "kind": "clear",
    "statutory": False,
    "separateReply": False,
}


@dataclass(frozen=True)
class Kept:
    number: str
    instance: str
    photo: str
    keys: tuple[str, ...]


def sent(api: ApiCity, **more: Any) -> tuple[str, str]:
    """Return number and key of a letter that a citizen sent with a photo."""
    digest, size, head = api.duban.documents.put(io.BytesIO(PHOTO), 10_000)
    photo = Attachment("attachments", FILE, digest, size, head)
    command = StartInstance(PROCESS, variables={"channel": "mailbox", **LETTER, **more}, by_form=True, attachments=(photo,))
    answer = api.duban.door.execute(command, PUBLIC).answer
    return answer["receipt_number"], str(answer["key"])


def in_hand(api: ApiCity, instance: str) -> None:
    """Let a bureau have the letter, with whatever else a case can hold."""
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": {"accepted": "yes"}}, 204, who="handler-health")
    number = api.number(instance)
    window = desk(api, "handler-health")
    file = (io.BytesIO(b"%PDF-1.7\n"), "现场.pdf")
    assert window.client.post(f"/cases/{number}/documents", data={"file": file}, headers=ORIGIN).status_code == 303
    assert window.send(f"/cases/{number}/comments", text="请热线办转告来信人：本周到场。").status_code == 303
    assert window.send(f"/cases/{number}/papers", paper="receipt-of-letter").status_code == 303
    assert api.rows("SELECT 1 FROM paper WHERE case_key = :key", key=int(instance))
    api.post(f"/casework/v1/cases/{number}/urgings", {"reason": "请抓紧"}, 201, who="inspection")
    asked = api.post(f"/casework/v1/cases/{number}/writer/questions", {"text": "哪几天油烟最大？"}, 201, who="handler-health")
    answer = f"/casework/v1/cases/{number}/writer/questions/{asked['key']}/answer"
    api.post(answer, {"text": "周末晚上。"}, 201, who="hotline")


@pytest.fixture(scope="module")
def kept(request: pytest.FixtureRequest, api: ApiCity) -> Kept:
    more = {AT_THE_START: {"keepIdentity": True}, OF_CONDUCT: {"aboutConduct": True}}.get(request.param, {})
    number, instance = sent(api, **more)
    if request.param == AFTERWARDS:
        # What the hotline put right while nothing was kept yet is in the history, and is kept from then on too.
        correction = {"reason": "听错了", "answers": {"contact": f"{CONTACT}转8"}}
        api.post(f"/casework/v1/cases/{number}/corrections", correction, 201, who="hotline")
        api.post(f"/casework/v1/cases/{number}/writer/protection", {"reason": "来信人来电要求保密"}, who="hotline")
    in_hand(api, instance)
    photo = str(api.rows("SELECT key FROM document WHERE case_key = :key AND withheld = 1", key=int(instance))[0]["key"])
    tables = ("document", "deadline", "user_task", "paper", "urging", "notice", "writer_question")
    others = [str(row["key"]) for sql in tables for row in api.rows(f"SELECT key FROM {sql} WHERE case_key = :key", key=int(instance))]
    return Kept(number, instance, photo, tuple(dict.fromkeys((instance, photo, *others))))


@pytest.mark.parametrize(("kept", "who"), EVERYWHERE, indirect=["kept"])
def test_nobody_who_handles_it_finds_who_wrote_it_anywhere(api: ApiCity, kept: Kept, who: str) -> None:
    client = desk(api, who).client
    hidden = (NAME, CONTACT, FILE, PHOTO.decode(errors="replace")[-20:])
    found = []
    for method, path in reads(api, kept.number, kept.keys, PROCESS):
        text = read(client, method, path)
        found += [(method, path, word) for word in hidden if word in text]
    assert found == []


@pytest.mark.parametrize(("kept", "who"), [(AFTERWARDS, who) for who in (*CLOSEST, *KNOW)], indirect=["kept"])
def test_no_search_for_the_name_or_the_number_comes_upon_it(api: ApiCity, kept: Kept, who: str) -> None:
    client = desk(api, who).client
    for word in (NAME, CONTACT):
        for page in ("/work-list", "/cases", "/incidents"):
            assert f'href="/cases/{kept.number}"' not in read(client, "GET", f"{page}?q={word}")
        assert kept.number not in read(client, "GET", f"/casework/v1/work-list?view=all&q={word}")
        for name in ("name", "contact"):
            by_variable = {"filter": {"variables": [{"name": name, "value": f'"{word}"'}]}}
            assert kept.instance not in read(client, "POST", "/v2/process-instances/search", by_variable)
            of_variables = {"filter": {"name": name, "value": f'"{word}"'}}
            assert kept.instance not in read(client, "POST", "/v2/variables/search", of_variables)
        asked = {"expression": f'=name = "{word}" or contact = "{word}"', "processInstanceKey": kept.instance}
        answer = api.ask("POST", "/v2/expression/evaluation", asked, who=who)
        assert answer.status_code != 200 or answer.get_json()["result"] is not True


@pytest.mark.parametrize(("kept", "who"), [*((AT_THE_START, who) for who in KNOW), (AFTERWARDS, "hotline")], indirect=["kept"])
def test_the_owner_and_the_auditor_learn_it_and_each_look_is_noted(api: ApiCity, kept: Kept, who: str) -> None:
    before = api.rows('SELECT COUNT(*) AS n FROM access_event WHERE body LIKE \'%"what":"sender"%\'')[0]["n"]
    window = desk(api, who)
    plain = words(window.get(f"/cases/{kept.number}"))
    assert NAME not in plain
    assert CONTACT not in plain
    assert NAME in words(window.send(f"/cases/{kept.number}/sender", to="pass-on").get_data(as_text=True))
    writer = api.get(f"/casework/v1/cases/{kept.number}/writer?purpose=answer", who=who)
    assert (writer["name"], writer["contact"].removesuffix("转8")) == (NAME, CONTACT)
    api.get(f"/casework/v1/cases/{kept.number}/writer", 400, who=who)
    rows = api.rows('SELECT body, actor FROM access_event WHERE body LIKE \'%"what":"sender"%\' ORDER BY seq')
    assert len(rows) == before + 2
    assert {row["actor"] for row in rows[before:]} == {who}
    assert '"purpose":"pass-on"' in rows[before]["body"]
    assert api.ask("GET", f"/casework/v1/cases/{kept.number}/documents/{kept.photo}", who=who).get_data() == PHOTO


@pytest.mark.parametrize(("kept", "seq"), [(AT_THE_START, 1), (AFTERWARDS, 3)], indirect=["kept"])
def test_a_file_shown_behind_the_products_back_is_named_with_the_event_that_withheld_it(api: ApiCity, kept: Kept, seq: int) -> None:
    def verified(withheld: int) -> Any:
        with api.duban.database.write() as store:
            store.run("UPDATE document SET withheld = :withheld WHERE key = :key", withheld=withheld, key=int(kept.photo))
        return api.get(f"/casework/v1/cases/{kept.number}/verification", who="auditor")

    shown, put_right = verified(0), verified(1)
    assert shown["differsAt"] == {"seq": seq, "of": "chain", "what": f"document {kept.photo}, withheld: row"}
    assert (put_right["chain"], put_right["recomputation"], put_right["differsAt"]) == ("verified", "verified", None)


@pytest.mark.parametrize(("kept", "who"), [(how, who) for how in (AT_THE_START, OF_CONDUCT) for who in CLOSEST], indirect=["kept"])
def test_who_sees_the_case_and_not_who_wrote_it_is_told_how_to_reach_the_writer(api: ApiCity, kept: Kept, who: str) -> None:
    window = desk(api, who)
    page = words(window.get(f"/cases/{kept.number}"))
    assert "来信人 保密" in page
    assert "由政务热线办公室转达" in page
    assert window.send(f"/cases/{kept.number}/sender", to="answer").status_code == 403
    for asked in ("?purpose=answer", "", "?purpose=curiosity"):
        api.get(f"/casework/v1/cases/{kept.number}/writer{asked}", 403, who=who)
        api.get(f"/casework/v1/cases/{kept.number}/writer{asked}", 404, who="handler-housing")
    api.get(f"/casework/v1/cases/{kept.number}/documents/{kept.photo}", 404, who=who)
    for path in ("protection", "protection/lifting"):
        api.post(f"/casework/v1/cases/{kept.number}/writer/{path}", {"reason": "想知道"}, 403, who=who)
