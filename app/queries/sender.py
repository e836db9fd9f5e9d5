"""Who wrote in, as a case keeps it: personal data, shown masked until somebody says what for."""

import json

from msgspec import Struct

from app.domain.identity import AS_NUMBER, PERSONAL_NAMES
from app.store.database import Reader
from app.store.read_identity import kept_identity


class Sender(Struct, frozen=True):
    """channel: letter, hotline or mailbox. name, contact: empty where the letter is anonymous. kept: why they are kept from those who
    handle the case, wish or always; empty where they are not."""

    channel: str
    place: str
    anonymous: bool
    name: str
    contact: str
    kept: str = ""
    running: bool = True


def sender(store: Reader, case_key: int) -> Sender | None:
    """Return who wrote in; None for a case of a procedure that knows nobody of the kind."""
    rows = store.all(
        "SELECT name, value FROM variable WHERE scope_key = :key AND name IN ('channel', 'place', 'anonymous', 'name', 'contact')",
        key=case_key,
    )
    values = {row["name"]: json.loads(row["value"]) for row in rows}
    case = store.one("SELECT identity_kept, state FROM process_instance WHERE key = :key", key=case_key) or {}
    kept = next((why for why, known in AS_NUMBER.items() if known == case.get("identity_kept")), "")
    if kept:
        values |= {**dict.fromkeys(PERSONAL_NAMES), **kept_identity(store, case_key)}
    elif "channel" not in values:
        return None
    anonymous = values.get("anonymous") is True
    name, contact = ("", "") if anonymous else (str(values.get("name") or ""), str(values.get("contact") or ""))
    return Sender(
        str(values.get("channel") or ""), str(values.get("place") or ""), anonymous, name, contact, kept, case.get("state") == "ACTIVE"
    )
