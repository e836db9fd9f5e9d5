"""A city outside demo mode, on a copy of the founded one: nobody signs in by HTTP Basic, and every command names who answers for it."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from app.assemble import Duban, assemble
from app.domain.actor import SYSTEM
from app.gateways.passwords import Passwords
from app.service.change_password import ChangePassword
from app.settings import read_settings

PASSWORD = "a quiet-harbour 58 morning"


class PlainPasswords(Passwords):
    """Keeps passwords as they are: argon2id is slow on purpose, and has tests of its own."""

    def __init__(self) -> None:
        pass

    def hash(self, password: str, about: Iterable[str] = ()) -> str:
        return f"plain {password}"

    def fits(self, kept: str | None, password: str) -> bool:
        return kept == f"plain {password}"


def environment(folder: Path) -> dict[str, str]:
    return {"DUBAN_DATA": str(folder), "DUBAN_SECRET_KEY": "a secret for tests"}


def real_city(folder: Path, founded: Path) -> Path:
    """Put the founded city's store into a data folder and return the folder."""
    folder.mkdir(exist_ok=True)
    shutil.copy(founded, folder / "duban.db")
    return folder


def node(folder: Path, **settings: str) -> Duban:
    """Return one node of the city in a data folder, as a process of its own would have it."""
    return replace(assemble(read_settings({**environment(folder), **settings})), passwords=PlainPasswords())


def give_password(duban: Duban, name: str, password: str = PASSWORD) -> None:
    duban.door.execute(ChangePassword(name, duban.passwords.hash(password)), SYSTEM)
