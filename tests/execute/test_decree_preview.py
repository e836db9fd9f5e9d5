"""What is shown before a year is entered: what moves, by the names of the diagram that it is drawn in, and nothing that stays."""

from app.domain.extension_request import PROCESS as REQUEST
from app.queries.decree_preview import DecreePreview, decree_preview
from app.service.request_extension import RequestExtension
from tests.builders.city import ZONE, City
from tests.builders.commission import ASKED, PROCESS, with_commissions
from tests.execute.test_decrees import FRIDAY, LATER, NOTICE


def preview(city: City, **year: object) -> DecreePreview:
    return city.door.ask(decree_preview, {**NOTICE, **year}, ZONE, LATER)


def test_what_a_year_moves_is_named_by_the_diagram_that_draws_it_and_what_stays_is_not_among_it(city: City) -> None:
    """The commission ends on 5 January while no notice is known, and the request for more time with it, wherever that goes."""
    with_commissions(city).at(FRIDAY)
    case = city.start(PROCESS, topic="东湖片区二次供水")
    city.do(RequestExtension(case, None, ASKED), "handler-health")
    found = preview(city)
    assert {(one.element_id, one.process_id) for one in found.shown} == {("work", PROCESS), ("decide", REQUEST)}
    assert (found.moved, found.firm) == (2, 0)
    named = "SELECT COUNT(*) FROM definition WHERE digest = :digest AND id = :id"
    assert all(city.value(named, digest=one.digest, id=one.process_id) for one in found.shown)
    stays = preview(city, holidays=["2027-05-01"], makeUpDays=[])
    assert (stays.moved, stays.shown, stays.firm) == (0, (), 1)
