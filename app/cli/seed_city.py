"""The calendar, the units, the offices that issue papers and the people of the demo city."""

from app.assemble import Duban
from app.domain.actor import SYSTEM, Holding
from app.domain.calendar_shipped import shipped_years
from app.domain.demo_city import OFFICES, PEOPLE, POSTS, UNITS
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.register_account import RegisterAccount
from app.service.register_office import RegisterOffice
from app.service.register_post import RegisterPost
from app.service.register_unit import RegisterUnit


def seed_city(duban: Duban, password_hash: str | None) -> None:
    """Enter them. password_hash: of the one password of all; None: nobody can sign in."""
    for year in shipped_years():
        duban.door.execute(EnterCalendarYear(year), SYSTEM)
    for id, name in UNITS:
        duban.door.execute(RegisterUnit(id, name), SYSTEM)
    for id, name, code in OFFICES:
        duban.door.execute(RegisterOffice(id, name, code), SYSTEM)
    for person in PEOPLE:
        holdings = tuple((Holding(*held.partition("@")[::2]), person.post) for held in person.holdings)
        duban.door.execute(RegisterAccount(person.account, person.name, password_hash, holdings, person.everything, demo=True), SYSTEM)
    for held, name, first, second in POSTS:
        duban.door.execute(RegisterPost(Holding(*held.partition("@")[::2]), name, first, second), SYSTEM)
