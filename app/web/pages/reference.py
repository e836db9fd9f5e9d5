"""The reference of the expression language, for those who draw."""

import re

from flask import Blueprint, Response, request

from app.feel.builtins import BUILTINS
from app.web.pages.frame import draw, person, shell, signed_in, wording
from app.web.presentation.reference_view import ReferenceEntry, ReferenceGroup, ReferenceView
from app.web.presentation.wording import Wording
from app.web.reference import GROUPS, Entry, Group

blueprint = Blueprint("reference", __name__)
LONGEST_SEARCH = 100


@blueprint.get("/reference")
@signed_in
def page() -> Response:
    """Show every function and form, or those in which all words looked for occur."""
    find = request.args.get("find", "").strip()[:LONGEST_SEARCH]
    return draw("reference.html", page=reference_view(find, wording()), shell=shell("reference", person()))


def reference_view(find: str, show: Wording) -> ReferenceView:
    """Return what is to be shown, in the language of the page."""
    looked_for = find.casefold().split()
    groups: list[ReferenceGroup] = []
    for group in GROUPS:
        entries = tuple(_entry(group, number, entry, show) for number, entry in enumerate(group.entries, 1))
        found = tuple(entry for entry in entries if all(word in _text(entry) for word in looked_for))
        if found:
            groups.append(ReferenceGroup(group.anchor, show._(group.title), found))
    return ReferenceView(find, tuple(groups))


def _entry(group: Group, number: int, entry: Entry, show: Wording) -> ReferenceEntry:
    # A form such as `+` has no word to make an address of.
    words = re.findall(r"\w+", entry.name) or [str(number)]
    signatures = entry.signatures
    if group.functions and not signatures:
        signatures = tuple(signature.text for signature in BUILTINS[entry.name].signatures)
    return ReferenceEntry("-".join((group.anchor, *words)), entry.name, signatures, show._(entry.meaning), entry.section, entry.examples)


def _text(entry: ReferenceEntry) -> str:
    return " ".join((entry.name, entry.meaning, *entry.signatures, *(text for text, _ in entry.examples))).casefold()
