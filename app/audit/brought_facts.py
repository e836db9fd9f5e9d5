"""Whether what an event says the engine brought about is what the engine brings about when it is computed again.

Pages, dossiers and bundles show facts, and what lies beside them: one who changes these before they are anchored, and leaves the snapshot
as it was, would else show what never happened.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from app.audit.bind_facts import is_named, to_whom
from app.audit.differences import Difference
from app.domain.canonical import canonical
from app.domain.fact import Fact

_ENGINE: Final = frozenset(
    {
        "completion_withdrawn",
        "decision_evaluated",
        "flow_taken",
        "internal_job_done",
        "message_correlated",
        "task_cancelled",
        "task_completed",
        "task_created",
    }
)
_ENGINES: Final = ("deadline_", "element_", "job_", "process_instance_", "subscription_", "timer_", "variable_")
_OF_THE_STORE: Final = frozenset({"timer_start_fired"})
"""Of a start event no case has a timer: what starts one is the version in force."""

_VARIABLES: Final = frozenset({"variable_written", "variable_removed"})
_UNRECORDED: Final = {"incident_opened": frozenset({"message", "facts"})}
"""What a fact says that its recorded input does not: why a timer or a job inside failed is known only where it was tried."""


def is_engines(kind: str) -> bool:
    """Say whether a kind of fact is brought about by the engine alone."""
    return kind in _ENGINE or (kind.startswith(_ENGINES) and kind not in _OF_THE_STORE)


def otherwise(
    facts: Sequence[Mapping[str, Any]], private: Mapping[str, Mapping[str, Any]], again: Iterable[Fact], case: Mapping[str, Any]
) -> Difference | None:
    """Return the first fact of an event that the engine does not bring about, or of which it says something else; None where all are its.

    facts, private: as recorded. again: as they were computed again, all of which stand in the record in their order; between them stands
    what the store knows beside the engine, and a fact may say more than the engine knows. case: its owner and who started it, to whom a
    task goes for which the diagram names nobody.
    """
    left = enumerate(facts)
    for fact in again:
        place, recorded = next(((at, one) for at, one in left if one["fact"] == fact.kind or is_engines(one["fact"])), (0, None))
        if recorded is None:
            return Difference("fact", fact.kind, None, canonical(fact.body()))
        if recorded["fact"] != fact.kind:
            return _put_in(recorded)
        found = _differing(fact, recorded, private.get(str(place), {}), case)
        if found is not None:
            return found
    more = next((one for _, one in left if is_engines(one["fact"])), None)
    return None if more is None else _put_in(more)


def _put_in(recorded: Mapping[str, Any]) -> Difference:
    return Difference("fact", recorded["fact"], canonical(recorded), None)


def _differing(fact: Fact, recorded: Mapping[str, Any], beside: Mapping[str, Any], case: Mapping[str, Any]) -> Difference | None:
    unrecorded = _UNRECORDED.get(fact.kind, frozenset[str]())
    said = fact.body()
    if fact.kind == "task_created" and not is_named(said):
        said = {**said, **to_whom(case)}
    names = {**dict.fromkeys(fact.public), **said}
    pairs = [(name, recorded.get(name), said.get(name)) for name in names]
    pairs += [(name, beside.get(name), value) for name, value in fact.private.items() if not name.startswith("_")]
    for name, was, becomes in pairs:
        if was != becomes and name not in unrecorded and canonical(was) != canonical(becomes):
            # Of a variable by its name, by which it is known who may see it.
            if fact.kind in _VARIABLES:
                return Difference("variable", str(fact.public["name"]), canonical(was), canonical(becomes))
            return Difference("fact", f"{fact.kind}.{name}", canonical(was), canonical(becomes))
    return None


def begun_otherwise(event: Mapping[str, Any], first: Mapping[str, Any], owner: str | None) -> Difference | None:
    """Return in what the beginning of a case names another owner than its diagram, or somebody else who started it than its event.

    The owner sees the case and is given each task for which the diagram names nobody. owner: as the diagram has it.
    """
    for name, becomes in (("owner", owner), ("startedBy", event["actor"])):
        if first.get(name) != becomes:
            return Difference("fact", f"{first['fact']}.{name}", canonical(first.get(name)), canonical(becomes))
    return None
