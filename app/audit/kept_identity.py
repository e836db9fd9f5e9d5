"""At the start of a case: whether who wrote in is kept from those who handle it, and then taken out of what they will read."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from app.audit.process_detail import ProcessDetail
from app.domain.fact import Fact
from app.domain.identity import ALWAYS, WISH, parted, refuse_giving_away
from app.feel import FeelError, FeelWorld, parse_expression


class Opening(Struct, frozen=True):
    """What a case starts with. variables: without who wrote in, where that is kept. why: empty where it is not. facts: what says so."""

    variables: dict[str, Any]
    why: str = ""
    facts: tuple[Fact, ...] = ()


def opening(detail: ProcessDetail, given: Mapping[str, Any], case_facts: Mapping[str, Any], world: FeelWorld) -> Opening:
    """Return what a case starts with.

    The identity never becomes a variable where it is kept: so no form, paper, expression, search or snapshot can come to show it.

    Raises Rejection("bad_answers") where another answer names the person.
    """
    why = why_kept(detail, given, case_facts, world)
    if not why:
        return Opening(dict(given))
    variables, person = parted(given)
    refuse_giving_away(person, variables)
    return Opening(variables, why, (identity_fact(person),) if person else ())


def identity_fact(person: Mapping[str, str]) -> Fact:
    """Return the fact that who wrote in is kept. Who it is lies beside the chain, as all that people wrote."""
    return Fact("identity_kept", None, None, {"names": sorted(person)}, dict(person))


def why_kept(detail: ProcessDetail, variables: Mapping[str, Any], case_facts: Mapping[str, Any], world: FeelWorld) -> str:
    """Return why the diagram keeps who wrote in, by its expression about what the case starts with; empty where it does not.

    Only false says no: what cannot be worked out is kept, for what many have read cannot be kept any more.
    """
    if not detail.identity_kept:
        return ""
    try:
        found = parse_expression(detail.identity_kept.removeprefix("=")).evaluate({**variables, "case": dict(case_facts)}, world)
    except FeelError:
        return WISH
    if found is False:
        return ""
    return ALWAYS if found == ALWAYS else WISH


def withhold(documents: Iterable[Fact]) -> None:
    """Keep what came with the letter as its writer is kept: an envelope, a recording or a photo may show who it was."""
    for fact in documents:
        if fact.kind == "document_added":
            fact.public["withheld"] = True
