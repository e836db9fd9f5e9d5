"""Cases with numbers close to one that was typed, where that one is none: for who may see them, and for nobody else."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.permissions import sees_case
from app.domain.receipt_number import receipt_number
from app.store.database import Reader
from app.store.read_case import case_by_number

MOST: Final = 5
_TYPED: Final = re.compile(r"\s*([A-Z]{2})\W*(\d{4})\W*(\d{1,9})(?:\W+(\d))?\s*", re.ASCII)
_DIGITS: Final = "0123456789"


class Near(Struct, frozen=True):
    receipt_number: str
    title: str | None


def nearest_numbers(store: Reader, actor: Actor, typed: str) -> list[Near]:
    """Return cases that the actor may see and whose number is one slip away from the typed one, the likeliest slip first: a wrong last
    digit, two digits that changed places, one digit mistaken, one missing or too many, another year. Those that the typed last digit
    belongs to come before others."""
    found = _TYPED.fullmatch(typed.upper())
    if found is None:
        return []
    code, year, running, digit = found.groups()
    slips: dict[str, tuple[int, bool]] = {}
    for weight, of_year, digits in _slips(int(year), running):
        number = receipt_number(code, of_year, int(digits or "0"))
        slips.setdefault(number, (weight, digit is not None and not number.endswith(f"-{digit}")))
    names = {f"n{place}": number for place, number in enumerate(slips)}
    rows = store.all(
        f"SELECT receipt_number FROM process_instance WHERE receipt_number IN ({', '.join(':' + name for name in names)})",
        **names,
    )
    near: list[Near] = []
    for number in sorted((row["receipt_number"] for row in rows), key=lambda number: (slips[number], number)):
        case = case_by_number(store, number)
        if case is not None and sees_case(actor, case.sight) and len(near) < MOST:
            near.append(Near(number, case.title))
    return near


def _slips(year: int, running: str) -> Iterator[tuple[int, int, str]]:
    """Yield how grave a slip is, and the year and running digits that somebody may have meant."""
    whole = running.zfill(6)
    yield 0, year, whole
    for place in range(len(whole) - 1):
        yield 1, year, whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    for place in range(len(whole)):
        for other in _DIGITS:
            yield 2, year, whole[:place] + other + whole[place + 1 :]
    for place in range(len(running)):
        yield 3, year, running[:place] + running[place + 1 :]
    for place in range(len(running) + 1):
        for other in _DIGITS:
            yield 3, year, running[:place] + other + running[place:]
    for other_year in (year - 1, year + 1):
        yield 4, other_year, whole
