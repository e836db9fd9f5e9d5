"""Commands about the record of a case that has ended."""

from app.service.decide_disposal import DecideDisposal
from app.service.propose_disposal import ProposeDisposal
from app.service.work import Command
from tests.builders.city import City
from tests.builders.kept_errand import ended
from tests.service.rows.row import IN_UNIT, SEE_ALL, Row, row


def _proposed(city: City) -> Command:
    case = ended(city)
    city.do(ProposeDisposal(case, "hold", "a court asks for it"), "hotline")
    return DecideDisposal(case, "hold", True)


ROWS: dict[type[Command], Row] = {
    ProposeDisposal: row(
        lambda city: ProposeDisposal(ended(city), "erase", "its time is over"),
        "hotline",
        "disposal_proposed",
        "disposal_proposed",
        {"disposal_proposal"},
        {"hotline", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    DecideDisposal: row(
        _proposed,
        "security",
        "hold_set",
        "hold_set",
        {"disposal_proposal", "legal_hold"},
        {"security"},
    ),
}
