"""A case as it was after any of its events."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import request

from app.domain.identity import PERSONAL_NAMES
from app.domain.rejection import Rejection
from app.queries.person import hides_person, withheld_documents
from app.queries.replayed_case import ReplayedCase, replayed_case, variables_at
from app.web.access import note_read
from app.web.api.casework import replay_shapes as shapes
from app.web.api.casework.cases import left_or_whole
from app.web.api.casework.operation import Operation, Parameter
from app.web.api.exchange import asker
from app.web.surface import surface

_LONGEST: Final = 100


def get_replay(receiptNumber: str) -> shapes.Replay:  # named as in the address
    key, door = left_or_whole(receiptNumber), surface().door
    wanted = _at()
    note_read("replay", cases={key})
    found = door.ask(replayed_case, key, wanted)
    hides = door.ask(hides_person, asker(), key)
    hidden = PERSONAL_NAMES if hides else ()
    withheld = door.ask(withheld_documents, key) if hides else frozenset()
    outside = wanted is not None and wanted != found.seq
    message = f"Expected an event from 1 to {found.last}, but found {wanted}; the nearest is shown" if outside else None
    return shapes.Replay(
        seq=found.seq,
        last=found.last,
        message=message,
        effective_at=found.event.event["effective_at"],
        active_element_ids=sorted({token.element for token in found.at.active.values()}),
        tokens=[
            shapes.ReplayToken(element_id=token.element, element_instance_key=instance, process_instance_key=token.instance)
            for instance, token in found.at.active.items()
        ],
        taken_flows=[
            shapes.ReplayFlow(flow_id=flow, process_instance_key=instance, times=times)
            for (instance, flow), times in found.at.taken.items()
        ],
        variables=_variables(found, door.ask(variables_at, key, found.at), hidden),
        deadlines=[_deadline(one, said) for one, said in found.at.deadlines.items()],
        documents=[_document(one) for one in found.documents if "paperKey" in one or one["key"] not in withheld],
        digest=found.event.event["digest"],
        intervention=found.seq in found.interventions,
    )


def _at() -> int | None:
    text = request.args.get("at")
    if text is None:
        return None
    if not text.removeprefix("-").isdecimal() or not text.isascii() or len(text) > _LONGEST:
        raise Rejection("bad_filter", "Expected a whole number as at, but found %(found)s", found=text[:20])
    return int(text)


def _variables(found: ReplayedCase, values: Mapping[tuple[str, str], str | None], hidden: Iterable[str]) -> list[shapes.ReplayVariable]:
    kept = frozenset(hidden)
    return [
        shapes.ReplayVariable(
            scope_key=scope,
            name=name,
            value=json.loads(value) if value is not None and name not in kept else None,
            seq=found.at.variables[scope, name].seq,
            erased=value is None,
        )
        for (scope, name), value in values.items()
    ]


def _deadline(key: str, said: Mapping[str, Any]) -> shapes.ReplayDeadline:
    return shapes.ReplayDeadline(
        deadline_key=key,
        element_id=said.get("elementId"),
        state=said["state"],
        light=said.get("light"),
        started_at=said.get("startedAt"),
        deadline_at=said["deadlineAt"],
        effective_at=said["effectiveAt"],
        ended_at=said.get("endedAt"),
        rule=said.get("rule"),
        article=said.get("article"),
        silence=said.get("silence"),
        provisional=bool(said.get("provisional")),
        calendar_version=said.get("calendarVersion"),
    )


def _document(one: Mapping[str, Any]) -> shapes.ReplayDocument:
    paper = "paperKey" in one
    return shapes.ReplayDocument(
        id=one["key"],
        name=one.get("title" if paper else "name"),
        digest=one.get("pdfDigest" if paper else "digest"),
        number=one.get("number"),
        version=one.get("version"),
        seq=one["seq"],
    )


OPERATIONS: Final = (
    Operation(
        "GET",
        "/cases/{receiptNumber}/replay",
        "getReplay",
        "A case as it was after one of its events",
        get_replay,
        shapes.Replay,
        parameters=(Parameter("at", "the event's number; the last by default", kind="integer"),),
    ),
)
