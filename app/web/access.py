"""What goes into the access log: reads of what people wrote, refused changes, sign-ins."""

from collections.abc import Iterable

from flask import g, request
from msgspec.structs import replace

from app.audit.access_log import note_access
from app.domain.actor import PUBLIC, Actor
from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.read_in_place import read_in_place
from app.web.surface import surface

UNNOTED = ("store_unavailable", "provider_unavailable", "too_many", "signed_out", "timed_out")


def note_read(what: str, cases: Iterable[int], actor: Actor | None = None, purpose: str = "", digest: str = "") -> None:
    """Note that somebody is about to see personal data. what: variables, case, task, document, history, comments, sender, progress,
    variant (the cases that took one way), deviations, evidence, evidence with who wrote in, or dossier.

    purpose: one of a closed list, where the page asks what for. digest: of the file that goes out, where it is made for this reader.

    Who stands in for somebody away, and reads in that one's place, is noted so: one event for each in whose place something was read.

    Nothing is shown that could not be noted: the rejection of a store that cannot be written goes through.
    """
    door, who = surface().door, actor or asking()
    read: dict[str | None, set[int]] = {}
    keys = list(cases)
    in_place = door.ask(lambda store: {key: read_in_place(store, who, key) for key in keys}) if who.stands_in else {}
    for key in keys:
        read.setdefault(in_place.get(key), set()).add(case_key_of(key))
    for absent, found in read.items():
        said = {"what": what, "caseKeys": [str(key) for key in sorted(found)], **({"purpose": purpose} if purpose else {})}
        said |= {"digest": digest} if digest else {}
        _note(door, replace(who, acting_for=absent), [Fact("personal_data_read", None, None, said)])


def note_look(what: str, actor: Actor) -> None:
    """Note that somebody is about to see what is kept of people, and of no case. what: access log, sessions."""
    _note(surface().door, actor, [Fact("personal_data_read", None, None, {"what": what, "caseKeys": []})])


def note_refusal(rejection: Rejection) -> None:
    """Note that a change was refused. The refusal is answered whether or not it can be noted."""
    if rejection.code in UNNOTED:
        return
    key = next((value for value in (request.view_args or {}).values() if value), None)
    said = {"code": rejection.code, "on": str(key)[:60] if key is not None else None}
    try:
        _note(surface().door, asking(), [Fact("change_refused", None, None, said)])
    except Rejection as unavailable:
        if unavailable.code != "store_unavailable":
            raise


def is_change() -> bool:
    """Say whether the request wanted to change something: on the REST surface searches are sent by POST too, and change nothing."""
    return bool(g.get("is_change")) or (
        request.method not in ("GET", "HEAD", "OPTIONS") and not request.path.startswith(("/v2/", "/casework/"))
    )


def asking() -> Actor:
    """Return who asks; the public where nobody is signed in."""
    actor: Actor | None = g.get("actor")
    return actor or PUBLIC


def _note(door: Door, actor: Actor, facts: list[Fact]) -> None:
    rule = str(request.url_rule) if request.url_rule is not None else "(no address)"
    door.keep(note_access, actor, f"{request.method} {rule}", facts, test_clock=door.test_clock)
