"""A case as it stood after any of its events, read from the facts of its record: nothing is computed, so a long case shows as fast.

That the facts and the engine's own state say the same is proven by tests, at every event of every story.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from app.audit.surroundings import Cache
from app.domain.migrated_elements import renamed
from app.store.database import Reader

STRIDE: Final = 500
"""After so many events what was read is kept: an event is never further than that from where reading begins."""

_KEPT: Final = Cache(96)
_ROWS: Final = (
    "SELECT seq, digest, effective_at, body FROM audit_event WHERE case_key = :key AND seq > :after AND seq <= :until ORDER BY seq"
)


class Token(NamedTuple):
    """An element that is being passed through. instance: key of its process instance."""

    element: str
    scope: str
    instance: str


class Written(NamedTuple):
    """Where a variable was last written: the event, and the place of its fact; its value lies beside the event."""

    seq: int
    place: int


Variable = tuple[str, str]
"""Key of its scope, and its name."""


class CaseAt(msgspec.Struct):
    """After the event `seq`.

    instances: process and digest of its file, by process instance. active: tokens by element instance. done, taken: how often an element
    was completed and a flow taken, by process instance and id. deadlines: what the facts say of each, by element instance. documents,
    papers: the fact of each that was added or issued, with where it stands. incidents: codes of open ones, by element instance. lapsed: how
    often silence took effect. left: what became of an element that ended last without being done, by process instance and id: the silence
    that took effect, else `cancelled`. deemed: how often silence took effect at it, and as what. scopes: of each scope its process
    instance. forms: digests of the forms of its tasks, by the task, in the order in which they asked.
    former: of each process instance the versions by which it ran before, each with number, digest and until when.
    end: COMPLETED or TERMINATED, empty while the case goes on; ended_at: since when. now: when it took effect.
    """

    seq: int = 0
    instances: dict[str, tuple[str, str]] = {}
    active: dict[str, Token] = {}
    done: dict[tuple[str, str], int] = {}
    taken: dict[tuple[str, str], int] = {}
    variables: dict[Variable, Written] = {}
    deadlines: dict[str, Mapping[str, Any]] = {}
    documents: dict[str, tuple[Written, Mapping[str, Any]]] = {}
    papers: dict[str, tuple[Written, Mapping[str, Any]]] = {}
    incidents: dict[str, str] = {}
    lapsed: int = 0
    left: dict[tuple[str, str], str] = {}
    deemed: dict[tuple[str, str], tuple[int, str]] = {}
    scopes: dict[str, str] = {}
    former: dict[str, tuple[tuple[int | None, str, str], ...]] = {}
    forms: dict[str, str] = {}
    end: str = ""
    ended_at: str = ""
    now: str = ""

    def copy(self) -> "CaseAt":
        """Return another that goes on by itself. What the dictionaries hold is never changed, only replaced."""
        made = CaseAt()
        for name in self.__struct_fields__:
            value = getattr(self, name)
            setattr(made, name, dict(value) if isinstance(value, dict) else value)
        return made

    def take(self, seq: int, facts: Iterable[Mapping[str, Any]], effective_at: str) -> None:
        """Go on by one event."""
        self.seq, self.now = seq, effective_at
        for place, fact in enumerate(facts):
            reader = _READERS.get(fact["fact"])
            if reader is not None:
                reader(self, fact, Written(seq, place))
            elif fact["fact"].startswith("deadline_"):
                _deadline(self, fact)

    @property
    def scopes_there(self) -> frozenset[str]:
        """The scopes that hold variables still: of the process instances and of the elements that are being passed through."""
        return frozenset(self.instances) | frozenset(self.active) | {token.scope for token in self.active.values()}


def case_at(store: Reader, case_key: int, seq: int) -> CaseAt:
    """Return a case as it stood after an event, which there is."""
    strides = range(STRIDE, seq + 1, STRIDE)
    digests = {}
    if strides:
        places = ", ".join(map(str, strides))
        sql = f"SELECT seq, digest FROM audit_event WHERE case_key = :key AND seq IN ({places})"  # noqa: S608  # whole numbers of ours
        digests = {row["seq"]: row["digest"] for row in store.all(sql, key=str(case_key))}
    state = CaseAt()
    for place in strides:
        before = state

        def read(before: CaseAt = before, place: int = place) -> CaseAt:
            return _read_on(store, case_key, before, place)

        state = _KEPT.get((case_key, place, digests.get(place)), read)
    return _read_on(store, case_key, state, seq)


def _read_on(store: Reader, case_key: int, before: CaseAt, until: int) -> CaseAt:
    state = before.copy()
    for row in store.all(_ROWS, key=str(case_key), after=before.seq, until=until):
        state.take(row["seq"], msgspec.json.decode(row["body"])["facts"], row["effective_at"])
    return state


def _started(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    key = fact["elementInstanceKey"]
    state.instances[key] = (fact["process"], fact["definitionDigest"])
    state.scopes[key] = key


def _migrated(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    """The case goes on by another version; what was done is of the elements that the mapping names, else of those with its ids."""
    instance = fact["elementInstanceKey"]
    state.instances[instance] = (fact["process"], fact["definitionDigest"])
    state.former[instance] = (*state.former.get(instance, ()), (fact.get("formerVersion"), fact["formerDigest"], state.now))
    for source, target in renamed(fact).items():
        _rename(state.done, (instance, source), (instance, target))
        _rename(state.left, (instance, source), (instance, target))
        _rename(state.deemed, (instance, source), (instance, target))


def _rename(kept: dict[tuple[str, str], Any], source: tuple[str, str], target: tuple[str, str]) -> None:
    if source in kept:
        kept[target] = kept.pop(source)


def _ended(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    if fact["elementInstanceKey"] == next(iter(state.instances), None):  # the case itself, not a process that it called
        state.end, state.ended_at = _ENDS[fact["fact"]], state.now


def _renamed(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    key = fact["elementInstanceKey"]
    if key in state.active:
        state.active[key] = state.active[key]._replace(element=fact["elementId"])
    if key in state.deadlines:
        state.deadlines[key] = {**state.deadlines[key], "elementId": fact["elementId"]}


def _entered(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    token = Token(fact["elementId"], fact["scopeKey"], fact["processInstanceKey"])
    state.active[fact["elementInstanceKey"]] = token
    state.left.pop((token.instance, token.element), None)
    state.scopes[token.scope] = token.instance


def _asked(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    if "formDigest" in fact:
        state.forms[fact["elementInstanceKey"]] = fact["formDigest"]


def _left(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    key = fact["elementInstanceKey"]
    state.active.pop(key, None)
    if key in state.deadlines and "endedAt" not in state.deadlines[key]:
        state.deadlines[key] = {**state.deadlines[key], "endedAt": state.now}
    passed = (fact["processInstanceKey"], fact["elementId"])
    if fact["fact"] == "element_cancelled":
        state.left.setdefault(passed, "cancelled")
    else:
        state.done[passed] = state.done.get(passed, 0) + 1


def _flow(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    if fact.get("flowId"):
        taken = (state.scopes.get(fact["scopeKey"], fact["scopeKey"]), fact["flowId"])
        state.taken[taken] = state.taken.get(taken, 0) + 1


def _written(state: CaseAt, fact: Mapping[str, Any], at: Written) -> None:
    state.variables[fact["scopeKey"], fact["name"]] = at


def _removed(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    state.variables.pop((fact["scopeKey"], fact["name"]), None)


def _document(state: CaseAt, fact: Mapping[str, Any], at: Written) -> None:
    state.documents[fact["documentKey"]] = (at, fact)


def _paper(state: CaseAt, fact: Mapping[str, Any], at: Written) -> None:
    state.papers[fact["paperKey"]] = (at, fact)


def _failed(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    state.incidents[str(fact.get("elementInstanceKey"))] = fact["code"]


def _mended(state: CaseAt, fact: Mapping[str, Any], _at: Written) -> None:
    state.incidents.pop(str(fact.get("elementInstanceKey")), None)


def _deadline(state: CaseAt, fact: Mapping[str, Any]) -> None:
    """Each fact says how a deadline stands; what only the first says, such as its beginning, is kept with it, and each stretch it stood
    still."""
    key = fact["elementInstanceKey"]
    known = state.deadlines.get(key, {})
    found = {**known, **fact}
    if "state" in fact and fact["state"] != "suspended" and known.get("state") == "suspended":
        found["stops"] = [*known.get("stops", ()), [known["at"], fact["at"]]]
    if fact.get("state") in ("running", "suspended"):
        found.pop("endedAt", None)
    elif fact.get("state") in ("met", "lapsed", "void"):
        found["endedAt"] = state.now
    found.setdefault("originalAt", fact.get("deadlineAt"))
    state.deadlines[key] = found
    if fact["fact"] == "deadline_lapsed":
        state.lapsed += 1
        if (token := state.active.get(key)) is not None:
            place, silence = (token.instance, token.element), fact.get("silence", "consent")
            state.left[place] = silence
            state.deemed[place] = (state.deemed.get(place, (0, ""))[0] + 1, silence)


_ENDS: Final = {"process_instance_completed": "COMPLETED", "process_instance_cancelled": "TERMINATED"}
_READERS: Final = {
    "process_instance_started": _started,
    **dict.fromkeys(_ENDS, _ended),
    "instance_migrated": _migrated,
    "element_migrated": _renamed,
    "element_entered": _entered,
    "task_created": _asked,
    "element_completed": _left,
    "element_cancelled": _left,
    "element_passed": _left,
    "flow_taken": _flow,
    "variable_written": _written,
    "variable_removed": _removed,
    "document_added": _document,
    "paper_issued": _paper,
    "incident_opened": _failed,
    "incident_resolved": _mended,
}
