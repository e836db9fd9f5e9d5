"""A wrong record of service is struck off while nothing rests on it; where the case went on from it, it is moved back first."""

from datetime import timedelta

import pytest

from app.domain.modification import End, Modification, Move
from app.domain.rejection import Rejection
from app.service.draft_paper import DraftPaper
from app.service.issue_paper import IssuePaper
from app.service.modify_instance import ModifyInstance
from app.service.record_service import RecordService
from app.service.register_office import RegisterOffice
from app.service.strike_service import StrikeService
from tests.builders.city import MONDAY, City
from tests.builders.drawing import end, ext, path, process, properties, start, user, z
from tests.builders.errand_papers import NOTICE, paper_file

PROCESS = "serving"
HOTLINE = z("assignmentDefinition", candidateGroups="hotline")


def serving() -> bytes:
    """Return a procedure that goes on from the service of a notice: serve (hotline) -> then (hotline)."""
    return process(
        PROCESS,
        ext(properties(owner="hotline", receipt__code="SD", titleTemplate="=topic")),
        start("s", ext(properties(candidateGroups="hotline"))),
        user("serve", HOTLINE, properties(serves="errand-notice"), name="送达通知书"),
        user("then", HOTLINE, name="催告"),
        end("done"),
        path("s serve then done"),
        name="送达",
    )


@pytest.fixture
def served(city: City) -> tuple[City, int, int, int]:
    """Return a case that went on from the service of its notice: the case, the paper and the record of service."""
    city.deploy({"serving.bpmn": serving(), **paper_file({**NOTICE, "process": PROCESS})})
    city.do(RegisterOffice("hotline", "云州市政务热线办公室", "云热"), "system")
    case = city.start(PROCESS, topic="漏水")
    paper = int(city.do(DraftPaper(case, "errand-notice"), "hotline")["key"])
    city.do(IssuePaper(case, paper), "hotline")
    city.at(timedelta(hours=4))
    record = int(city.do(RecordService(case, paper, MONDAY + timedelta(hours=2), "direct", "李敏", "张玉兰"), "hotline")["key"])
    city.complete(case, "serve", "hotline")
    return city, case, paper, record


def test_what_the_case_went_on_from_is_not_struck_off_until_it_is_moved_back(served: tuple[City, int, int, int]) -> None:
    city, case, paper, record = served
    strike = StrikeService(case, paper, record, "送错了人")
    with pytest.raises(Rejection, match="送达通知书") as refused:
        city.do(strike, "hotline")
    assert refused.value.code == "state_forbids"
    earlier = RecordService(case, paper, MONDAY + timedelta(hours=1), "mail", "李敏", "张玉兰")
    with pytest.raises(Rejection, match="move the case back"):
        city.do(earlier, "hotline")
    copy = int(city.do(RecordService(case, paper, MONDAY + timedelta(hours=3), "mail", "李敏", "张玉兰"), "hotline")["key"])
    city.do(StrikeService(case, paper, copy, "退件"), "hotline")
    back = Modification(move=(Move(source=End(element="then"), target="serve"),))
    city.do(ModifyInstance(case, back, "送错了人，重新送达"), "operator")
    city.do(strike, "hotline")
    rows = city.rows("SELECT struck_by, struck_reason FROM paper_service WHERE key = :key", key=record)
    assert rows == [{"struck_by": "hotline", "struck_reason": "送错了人"}]
