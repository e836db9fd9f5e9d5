"""Samples of cases that anybody can draw again: drawn by auditors and supervisors, each on record before it is seen."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.rejection import Message, Rejection
from app.queries.case_list import process_names
from app.queries.samples import DrawnSample, sample_cases, samples
from app.service.draw_sample import DRAWERS, MOST, DrawSample
from app.web.access import note_read, note_refusal
from app.web.events_query import days_between
from app.web.pages.case import STATES
from app.web.pages.definition_words import process_name
from app.web.pages.frame import draw, go, person, shell, signed_in, wording
from app.web.presentation.samples_view import SampledCase, SampleRow, SamplesView, SampleView
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("samples", __name__)
FIELDS: Final = ("process", "from", "to", "size", "seed")
_USUAL: Final = "20"


def _drawer() -> Actor:
    actor = person()
    if not actor.holds(*DRAWERS):
        raise Rejection("forbidden", "Expected an auditor or a supervisor to draw samples, but you are neither")
    return actor


@blueprint.get("/samples")
@signed_in
def page() -> Response:
    actor = _drawer()
    require_once((*FIELDS, "refused"))
    said = {name: request.args.get(name, "").strip()[:100] for name in FIELDS}
    return _page(actor, said | {"size": said["size"] or _USUAL, "seed": said["seed"] or secrets.token_hex(8)})


@blueprint.post("/samples")
@signed_in
def drawing() -> AnyResponse:
    """Draw, and lead to what came out; or show the form again as it was typed, with what is wrong."""
    actor, given = _drawer(), request.form
    said = {name: given.get(name, "").strip()[:100] for name in FIELDS}
    try:
        command = DrawSample(said["process"], *days_between(said), _size(said["size"]), said["seed"])
        done = surface().door.execute(command, actor)
    except Rejection as rejection:
        if rejection.code not in ("bad_request", "bad_filter"):
            raise
        note_refusal(rejection)
        return _page(actor, said, rejection.message, 422)
    return go(_href(done.answer["seq"], command.seed, command.size))


def _size(text: str) -> int:
    """Raises Rejection("bad_request") for what is no whole number."""
    try:
        return int(text[:12])
    except ValueError:
        raise Rejection(
            "bad_request", "Expected a sample of 1 to %(most)s cases, but found %(found)s", most=MOST, found=text[:20] or "-"
        ) from None


def _page(actor: Actor, said: Mapping[str, str], problem: Message | None = None, status: int = 200) -> Response:
    door = surface().door
    names = {id: process_name(digest, id, name) for id, name, digest in door.ask(process_names)}
    rows = tuple(_row(one, names) for one in door.ask(samples))
    view = SamplesView(rows, tuple(names.items()), dict(said), problem)
    return draw("samples.html", status, page=view, most=MOST, shell=shell(_section(actor), actor))


@blueprint.get("/samples/<int:seq>")
@signed_in
def one(seq: int) -> Response:
    """Show a sample, drawn again from the record. The address says seed and size too, so that it tells what it stands for."""
    actor, door, show = _drawer(), surface().door, wording()
    require_once(("seed", "size"))
    found = door.ask(sample_cases, seq)
    sample = found.sample
    asked = (request.args.get("seed", sample.seed), request.args.get("size", str(sample.size)))
    if asked != (sample.seed, str(sample.size)):
        raise Rejection("not_found", "Expected a sample that was drawn, but there is none by the number %(seq)s", seq=seq)
    note_read("sample", cases={row["key"] for row in found.rows}, actor=actor)
    names = {id: process_name(digest, id, name) for id, name, digest in door.ask(process_names)}
    view = SampleView(
        _row(sample, names),
        tuple(
            SampledCase(
                row["receipt_number"],
                row["title"] or "",
                process_name(row["digest"], row["process_id"], row["process_id"]),
                read_instant(row["started_at"]),
                STATES[row["state"]],
            )
            for row in found.rows
        ),
        sample.frame.digest,
        found.again.digest,
        found.again.size,
        sample.frame.last_case_key,
    )
    return draw("sample.html", page=view, show=show, shell=shell(_section(actor), actor))


def _section(actor: Actor) -> str:
    return "events" if actor.holds("auditor") else "supervision"


def _row(one: DrawnSample, names: Mapping[str, str]) -> SampleRow:
    chosen = one.frame.chosen
    return SampleRow(
        one.seq,
        _href(one.seq, one.seed, one.size),
        read_instant(one.at),
        one.name,
        one.seed,
        one.size,
        one.frame.size,
        names.get(chosen.process, chosen.process),
        _day(chosen.since),
        _day(chosen.until, 1),
    )


def _day(text: str, less: int = 0) -> date | None:
    return wording().local(read_instant(text)).date() - timedelta(less) if text else None


def _href(seq: int, seed: str, size: int) -> str:
    return f"/samples/{seq}?{urlencode({'seed': seed, 'size': size})}"
