"""The receipt and the public page say what a case is: a letter to the hotline, or a matter of another procedure and of its office."""

from app.domain.query_code import query_code
from app.store.read_candidates import OPEN_WORK
from tests.builders.drawing import end, ext, path, process, properties, start, user, z
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk, words

STEP = properties(deadline__length="3", deadline__unit="working day", deadline__article="33", public="true", publicName="材料核对")
WHOLE = {"deadline__length": "20", "deadline__unit": "working day", "deadline__article": "33"}


def project(**more: str) -> bytes:
    """Return a public procedure of the investment office, of which one step has a limit; more: properties of the whole."""
    said = properties(owner="investment-office", receipt__code="XM", titleTemplate="=project", **more)
    check = user("check", z("assignmentDefinition", candidateGroups="investment-office"), STEP)
    return process("project", ext(said), start("s"), check, end("e"), path("s check e"), name="项目审批")


def receipt(api: ApiCity, case: str) -> str:
    return words(desk(api, "demo").get(f"/cases/{api.number(case)}/receipt"))


def followed(api: ApiCity, case: str) -> str:
    code = query_code(api.duban.door.surroundings.secret, int(case))
    return words(desk(api).send("/progress", number=api.number(case), code=code).get_data(as_text=True))


def test_a_project_has_the_receipt_of_its_office_and_no_word_of_letters(api: ApiCity) -> None:
    api.deploy({"project.bpmn": project()})
    case = api.start("project", project="新能源电池厂")
    told = receipt(api, case)
    assert "新能源电池厂" in told
    assert "云州市招商局" in told
    assert "项目审批" in told
    for wrong in ("来信", "反映", "热线", "最晚答复时间"):
        assert wrong not in told.replace("政务热线 12345", "")
    public = followed(api, case)
    assert "已收到" in public
    assert "项目审批" in public
    assert "来信" not in public.replace("查来信进度", "")


def test_of_a_secret_case_nothing_is_handed_out_and_its_registrar_is_led_to_the_case(api: ApiCity) -> None:
    api.deploy({"project.bpmn": project(secret="=true")})
    case = api.start("project", project="专题会议", who="investment")
    office = desk(api, "investment")
    left = office.client.get(f"/cases/{api.number(case)}/receipt")
    assert (left.status_code, left.location) == (303, f"/cases/{api.number(case)}")
    assert "专题会议" in words(office.get(left.location))


def test_who_registered_a_secret_case_gives_its_step_to_somebody(api: ApiCity) -> None:
    elsewhere = project(secret="=true").replace(b'candidateGroups="investment-office"', b'candidateGroups="legal-office"')
    api.deploy({"project.bpmn": elsewhere})
    case = api.start("project", project="专题会议", who="investment")
    office, task = desk(api, "investment"), api.task(case, who="investment")
    assert "指派" in words(office.get(f"/tasks/{task}"))
    assert "指派" in words(office.get(f"/tasks/{task}?dialog=transfer"))
    assert office.send(f"/tasks/{task}/transfer", to="legal", reason="由法制办核对").status_code == 303
    assert api.get(f"/v2/user-tasks/{task}", who="investment")["assignee"] == "legal"
    assert api.get(f"/v2/user-tasks/{task}", who="legal")["assignee"] == "legal"
    # What an administrator counts betrays no secret case.
    assert api.duban.door.ask(lambda store: store.value(f"SELECT {OPEN_WORK} FROM account a WHERE a.name = 'legal'")) == 0


def test_the_limit_of_one_step_is_promised_to_nobody_and_that_of_the_procedure_is(api: ApiCity) -> None:
    api.deploy({"project.bpmn": project()})
    case = api.start("project", project="新能源电池厂")
    assert "最晚答复时间" not in receipt(api, case)
    assert "11月27日" not in followed(api, case)
    api.deploy({"project.bpmn": project(**WHOLE)})
    case = api.start("project", project="新能源电池厂")
    assert "最晚答复时间" in receipt(api, case)
    assert "12月22日" in followed(api, case)


def test_a_letter_has_the_receipt_of_the_hotline(api: ApiCity) -> None:
    told = receipt(api, api.start("citizen-letter", **LETTER))
    assert "群众来信收件回执" in told
    assert "云州市政务热线办公室" in told
