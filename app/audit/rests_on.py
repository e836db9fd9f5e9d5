"""What an ended case rests on: the answers by which it went its way, a limit was reckoned or work was given, and those that an issued
paper says.

A case that runs can be taken back to where something was decided; one that has ended cannot. So an answer on which something rests stays
as it was given, and what is right is said beside it.

Source: procedures, section 2: corrected by a counter-event with reason; docs/decisions, "answers on which nothing rests are corrected
after the end".
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from app.audit.ran_by import versions_of_case
from app.audit.surroundings import Surroundings
from app.diagram import DiagramElement, Process
from app.dmn import DecisionModel
from app.domain.instant import read_instant
from app.domain.lost_definitions import LOST
from app.domain.marked import marked
from app.domain.rejection import Message
from app.domain.reporting_period import last_whole
from app.engine.formula import CALENDAR_NAMES
from app.feel import FeelError, parse_expression, parse_unary_tests
from app.form import Form
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_case import CaseRecord

WENT_BY: Final = marked(
    "The case has ended, and it went its way by this answer, or work was given or a limit reckoned by it: the answer stays on record. Say"
    " what is right in a comment on the case; where the case went wrong by it, register the matter anew"
)
SAID_BY: Final = marked(
    "The case has ended, and what was issued says this: %(papers)s. The answer stays on record; issue a correction of the paper, on its"
    " page"
)
KEPT_BY: Final = marked(
    "The case has ended, and whether who wrote in is kept from those who handle it was decided by this answer: the answer stays on record"
)
_LIMITS: Final = ("deadline.", "light.", "points.")
_AT_ONCE: Final = frozenset({"sendTask", "serviceTask", "intermediateThrowEvent", "endEvent"})
"""Elements that act on what their input mappings give them as they are passed: something was sent, issued or moved."""


def rests_on(store: Reader, surroundings: Surroundings, found: CaseRecord) -> dict[str, Message]:
    """Return the names of variables on which something rests in a case that has ended, each with the reason and what to do instead.

    Names count whichever scope they lie in, and whatever was worked out of one counts with it: rather one answer too many stays than one
    too few. The caller has checked who may see the case.
    """
    course, made = _read_by_course(store, surroundings, found)
    course = _whatever_gives(course, made)
    said: dict[str, Message] = {}
    for title, names in (*papers_saying(store, surroundings, found.key), *_counting(store, surroundings, found)):
        for name in _whatever_gives(set(names), made):
            known = said.get(name)
            said[name] = Message(SAID_BY, {"papers": f"{known.facts['papers']}、{title}" if known is not None else title})
    detail = surroundings.process_detail(store, found.digest, found.process_id)
    kept = _names(detail.identity_kept) - course
    return {**said, **dict.fromkeys(course, Message(WENT_BY, {})), **dict.fromkeys(kept, Message(KEPT_BY, {}))}


def papers_saying(store: Reader, surroundings: Surroundings, case_key: int) -> list[tuple[str, frozenset[str]]]:
    """Return the issued papers of a case, by number and title, with the names they read, the oldest first."""
    rows = store.all(
        "SELECT digest, number, title FROM paper WHERE case_key = :key AND state = 'issued' ORDER BY issued_at, key", key=case_key
    )
    return [(_title(row["number"], row["title"]), surroundings.paper(store, row["digest"]).names) for row in rows]


def _counting(store: Reader, surroundings: Surroundings, found: CaseRecord) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the periodic papers of other cases that report on this one."""
    begun, ended = read_instant(found.started_at), read_instant(found.ended_at) if found.ended_at else None
    for digest in [row["digest"] for row in store.all("SELECT DISTINCT digest FROM paper WHERE state = 'issued' ORDER BY digest")]:
        template = surroundings.paper(store, digest)
        if not template.period or template.about != found.process_id or found.sight.secret:
            continue
        rows = store.all(
            "SELECT p.number, p.title, c.received_at, c.started_at FROM paper p JOIN process_instance c ON c.key = p.case_key"
            " WHERE p.digest = :digest AND p.state = 'issued' ORDER BY p.issued_at, p.key",
            digest=digest,
        )
        for row in rows:
            received = read_instant(row["received_at"] or row["started_at"]).astimezone(surroundings.zone).date()
            period = last_whole(template.period, received)
            if begun < period.ends_at(surroundings.zone) and (ended is None or ended >= period.begins_at(surroundings.zone)):
                # What it reads of each case stands behind `reported`, as a field of its entry: every word of it counts.
                texts = (expression.text for expression in template.expressions.values())
                yield _title(row["number"], row["title"]), frozenset(_words(texts))


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        word = ""
        for sign in f"{text} ":
            if sign.isalnum() or sign == "_":
                word += sign
            elif word:
                yield word
                word = ""


def _title(number: str | None, title: str | None) -> str:
    return " ".join(filter(None, (number, title)))


def _whatever_gives(names: set[str], made: Mapping[str, set[str]]) -> set[str]:
    """Return the names, and those of which they were worked out, at any remove. made: what a name was worked out of."""
    found, todo = set[str](), list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += made.get(name, ())
    return found


def _read_by_course(store: Reader, surroundings: Surroundings, found: CaseRecord) -> tuple[set[str], dict[str, set[str]]]:
    """Return what the elements that the case has passed went by, and of what each name was worked out there."""
    passed, tables = _passed(store, found.key)
    course, made = set[str](), dict[str, set[str]]()
    for digest in sorted(tables):
        with suppress(*LOST):
            for model in (surroundings.decisions(store, digest), *surroundings.imported_decisions(store, digest)):
                course |= read_by_tables(model)
    for process in _processes(store, surroundings, found):
        course |= _properties(process.properties)
        for element in process.elements.values():
            if element.id in passed:
                course |= _went_by(process, element)
                for target, sources in _made(store, surroundings, element):
                    made.setdefault(target, set()).update(sources)
    return course, made


def read_by_tables(model: DecisionModel, owners: Container[str] | None = None) -> set[str]:
    """Return the names that the tables of a file read, whether their author drew them as input data or not. owners: ids of the decisions
    and knowledge models that count; None: all."""
    found = set[str]()
    for text in model.written.texts:
        if owners is not None and text.owner not in owners:
            continue
        with suppress(FeelError):
            found |= (parse_unary_tests if text.tests else parse_expression)(text.text, CALENDAR_NAMES).names
    return found


def _passed(store: Reader, case_key: int) -> tuple[set[str], set[str]]:
    """Return the ids of the elements that any event of the case is about, by all the names they had, and the digests of the files whose
    tables were asked."""
    passed, tables = set[str](), set[str]()
    for row in store.all("SELECT body FROM audit_event WHERE case_key = :key ORDER BY seq", key=str(case_key)):
        for fact in json.loads(row["body"])["facts"]:
            passed |= {str(fact[name]) for name in ("elementId", "fromElementId") if fact.get(name)}
            if fact["fact"] == "decision_evaluated" and fact.get("definitionDigest"):
                tables.add(fact["definitionDigest"])
    return passed, tables


def _processes(store: Reader, surroundings: Surroundings, found: CaseRecord) -> Iterator[Process]:
    """Yield the processes by which a case ran, those that it called too."""
    rows = store.all("SELECT digest, process_id FROM process_instance WHERE case_key = :key ORDER BY key", key=found.key)
    ran = [(row["digest"], row["process_id"]) for row in rows] + [(one, found.process_id) for one in versions_of_case(store, found.key)]
    for digest, process_id in dict.fromkeys(ran):
        with suppress(*LOST):
            process = surroundings.diagram(store, digest).process(process_id)
            if process is not None:
                yield process


def _went_by(process: Process, element: DiagramElement) -> set[str]:
    """Return the names by which an element that is passed decides where the case goes, who works on it and until when."""
    found = _properties(element.properties)
    for flow in element.outgoing:
        found |= _names(process.flows[flow].condition) if flow in process.flows else set()
    if element.loop is not None:
        found |= _names(element.loop.collection) | _names(element.loop.completion_condition)
    if element.assignment is not None:
        found |= _marked(element.assignment.assignee) | _marked(element.assignment.candidate_users)
    found |= _marked(process.groups_of(element))
    for event in element.definitions:
        found |= _marked(event.timer_text) | _marked(event.name) | _marked(event.code) | _names(event.correlation_key)
    if element.called_decision is not None:
        found |= _marked(element.called_decision.decision_id)
    if element.called_element is not None:
        found |= _marked(element.called_element.process_id)
    if element.kind in _AT_ONCE:
        found |= set().union(*(_marked(one.source) for one in element.io.inputs))
    return found


def _made(store: Reader, surroundings: Surroundings, element: DiagramElement) -> Iterator[tuple[str, set[str]]]:
    """Yield what an element that is passed works out, and of what: mappings, a script, and what its form computes."""
    for one in (*element.io.inputs, *element.io.outputs):
        yield one.target, _marked(one.source)
    if element.script is not None:
        yield element.script.result_variable, _names(element.script.expression)
    if element.loop is not None and element.loop.element:
        yield element.loop.element, _names(element.loop.collection)
    if element.form is not None and (bound := read_definitions.bound(store, "form", element.form.form_id)) is not None:
        yield from computed_in(surroundings.form(store, bound["digest"]))


def computed_in(form: Form) -> Iterator[tuple[str, set[str]]]:
    """Yield the answers that a form computes itself, and of what."""
    for one in form.outermost():
        if one.kind == "expression" and one.expression is not None:
            yield one.path[0], set(one.expression.names)


def _properties(said: Mapping[str, str]) -> set[str]:
    return set().union(*(_names(text) for name, text in said.items() if name.startswith(_LIMITS)))


def _marked(text: str | None) -> set[str]:
    """Return the names that a text reads where a leading `=` marks it as an expression."""
    return _names(text) if (text or "").startswith("=") else set()


def _names(text: str | None) -> set[str]:
    with suppress(FeelError):
        return set(parse_expression(text.removeprefix("=").strip(), CALENDAR_NAMES).names) if text and text.strip() else set()
    return set()
