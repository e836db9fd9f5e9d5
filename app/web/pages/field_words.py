"""The fields that papers read, by the names that people know: as the procedure's forms ask for them, then as its diagram calls them."""

import re
from collections.abc import Mapping
from typing import Final

from app.diagram import labels_in
from app.domain.languages import LANGUAGES
from app.domain.marked import marked
from app.feel import Expression
from app.queries.asked_fields import fields_of, forms_in_force
from app.web.pages.definition_words import form_here, words_otherwise
from app.web.pages.frame import now, wording
from app.web.presentation.languages import LANGUAGE
from app.web.surface import surface

GIVEN: Final = {
    "case": marked("the case"),
    "case.receiptNumber": marked("receipt number"),
    "case.receivedAt": marked("when the case was received"),
    "case.startedBy": marked("who registered the case"),
    "case.owner": marked("who owns the procedure"),
    "office": marked("the issuing office"),
    "office.name": marked("name of the issuing office"),
    "office.code": marked("code of the issuing office"),
    "units": marked("names of the units"),
    "unit": marked("unit"),
    "figures": marked("figures of the paper"),
    "period": marked("period of the bulletin"),
    "period.name": marked("period of the bulletin"),
    "reported": marked("cases of the period"),
    "stoppedClocks": marked("the clock that was stopped"),
    "openLimits": marked("limits that run now, of each item"),
    "reason": marked("reason"),
    "since": marked("since when it stands"),
    "until": marked("until when it is expected to stand"),
    "deadlines": marked("deadlines of the case"),
    "tasks": marked("steps of the case"),
    "rules": marked("time limits of the bulletin"),
    "this": marked("the entry"),
    "i": marked("number in the list"),
    "number": marked("number"),
    "dueOn": marked("deadline"),
    "at": marked("when"),
    "isClosed": marked("whether it is closed"),
    "daysLate": marked("working days late"),
    "today": marked("the day on which it is drafted"),
}
"""What every paper may read, and what entries of its lists hold, in English; a catalogue translates it."""

_DAY: Final = re.compile(r"date\(([\w.]+)\)|date and time\(([\w.]+)\)")
_NAMED: Final = re.compile(r"[A-Za-z]\w*(?:\.\w+)*")
_SPOKEN: Final = re.compile(r'\b(?:then|else) "([^"]*)"')
_BRANCH: Final = re.compile(r"\b(?:then|else)\b(?! if\b)")
_LONGEST: Final = 24
_WRITTEN_OUT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


def field_labels(process: str) -> Mapping[str, str]:
    """Return the names that people know, by what a paper writes; under the empty name what is said of a field that nobody named.

    process: the procedure; empty for papers of any.
    """
    show, door, language = wording(), surface().door, LANGUAGE.get()
    labels = {"": show._("filled from the case"), **{name: show._(words) for name, words in GIVEN.items()}}
    found = door.ask(forms_in_force, door.surroundings, process) if process else None
    if found is None:
        return labels
    world, asked = door.ask(door.surroundings.feel_world, now()), dict[str, str]()
    for form in found.forms:
        for one in fields_of(form_here(form)):
            if label := one.component.label.fill({}, world).strip():
                asked.setdefault(one.path, label)
                asked.setdefault(one.path.rpartition(".")[2], label)
    for path, label in labels_in(found.process, LANGUAGES[language], words_otherwise(language)).items():
        asked.setdefault(path, label)
        asked.setdefault(path.rpartition(".")[2], label)
    return labels | asked


def named(expression: Expression, labels: Mapping[str, str]) -> str:
    """Return what an expression of a paper is filled with: the fields that it reads, by the names that people know.

    Papers are in Chinese, whoever looks at their words.
    """
    text = expression.text.strip()
    if whole := _DAY.fullmatch(text):
        text = whole[1] or whole[2]
    if text in labels:
        return labels[text]
    if text in ("today()", "date(now())"):
        return labels.get("today", "")
    # One of several words that the designer wrote out, such as 通报 or 补充通报.
    spoken = _SPOKEN.findall(text)
    if text.startswith("if ") and len(spoken) == len(_BRANCH.findall(text)) and all(spoken) and len("／".join(spoken)) <= _LONGEST:
        return "／".join(spoken)
    said = (labels.get(path) or labels.get(path.partition(".")[0], "") for path in _NAMED.findall(_WRITTEN_OUT.sub("", text)))
    words = [one for one in dict.fromkeys(filter(None, said)) if one != labels.get("units")]
    return "、".join(words[:2]) if words else labels.get("", "…")
