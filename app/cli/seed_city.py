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
from app.service.work import Command


def city_commands(password_hash: str | None) -> list[Command]:
    """Return the commands that enter them, in their order. password_hash: of the one password of all; None: nobody can sign in."""
    people = [
        RegisterAccount(
            person.account,
            person.name,
            password_hash,
            tuple((Holding(*held.partition("@")[::2]), person.post) for held in person.holdings),
            person.everything,
            demo=True,
        )
        for person in PEOPLE
    ]
    return [
        *(EnterCalendarYear(year) for year in shipped_years()),
        *(RegisterUnit(id, name) for id, name in UNITS),
        *(RegisterOffice(id, name, code) for id, name, code in OFFICES),
        *people,
        *(RegisterPost(Holding(*held.partition("@")[::2]), name, first, second) for held, name, first, second in POSTS),
    ]


def seed_city(duban: Duban, password_hash: str | None) -> None:
    """Enter them, into a city where there is nothing yet."""
    for command in city_commands(password_hash):
        duban.door.execute(command, SYSTEM)
