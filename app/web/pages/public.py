"""What citizens do without signing in: write a letter, follow it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import PUBLIC
from app.domain.attached_file import Attachment
from app.domain.instant import read_instant
from app.domain.public_letter import PROCESS, PublicLetter
from app.domain.rejection import Rejection
from app.queries.likely_repeats import likely_repeats, written_of
from app.queries.progress import check_code, progress, read_with
from app.service.note_code_failure import LOCKED_FOR, MOST_FAILURES, allow, note_code_failure, note_code_success
from app.service.start_instance import StartInstance
from app.web.access import note_read
from app.web.address import address_digest
from app.web.pages.code_once import code_in_force, code_to_show, give_ticket
from app.web.pages.frame import draw, go, shell
from app.web.pages.kept_files import carried_file, name_to_carry
from app.web.pages.letter_once import letter_once
from app.web.pages.progress_words import progress_view
from app.web.pages.receipt import answer_by
from app.web.presentation.public_view import LetterReceiptView, LetterView, Photo, QueryView
from app.web.problem import RETRY_AFTER_SECONDS, status_of
from app.web.surface import surface

blueprint = Blueprint("public", __name__)
PHOTOS: Final = 6
RATE: Final = 20
WITHIN: Final = timedelta(minutes=10)
CITIZEN: Final = "a citizen"
"""Whose kept photos and tickets are, on the pages of people who do not sign in."""
_TAKES_COOKIES: Final = "letter"


@blueprint.get("/letters")
def letter() -> Response:
    """Draw a step with nothing in it: the browser fills it with what it keeps, for nobody's words lie here before they are sent."""
    step = min(max(_number(request.args.get("step"), 1), 1), 3)
    return _letter(LetterView(step, about=request.args.get("about", "")[:24], max_photos=PHOTOS, blank=True))


@blueprint.post("/letters")
def write() -> AnyResponse:
    """Go from step to step; what was typed travels along, and is checked before the next step."""
    given = request.form
    step, to = _number(given.get("step"), 1), _number(given.get("to"), 2)
    view = LetterView(
        step,
        topic=given.get("topic", "").strip(),
        place=given.get("place", "").strip(),
        content=given.get("content", "").strip(),
        anonymous=given.get("anonymous") == "on",
        name=given.get("name", "").strip(),
        contact=given.get("contact", "").strip(),
        keep_identity=given.get("keep_identity") == "on",
        about_conduct=given.get("about_conduct") == "on",
        about=given.get("about", "")[:24],
        max_photos=PHOTOS,
    )
    view = replace(view, photos=tuple(_carried_photos()))
    try:
        view = replace(view, photos=(*view.photos, *_new_photos(PHOTOS - len(view.photos))))
    except Rejection as rejection:
        response = _letter(replace(view, errors={"photo": rejection.message}), max(422, status_of(rejection.code)))
        if rejection.code in RETRY_AFTER_SECONDS:
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS[rejection.code])
        return response
    if to < step:
        return _letter(replace(view, step=max(1, to)))
    written = _letter_of(view)
    errors = written.what_is_wrong()
    if step >= 2:
        errors = {**written.gives_itself_away(), **errors, **written.who_is_wrong()}
    if errors:
        first = 1 if set(errors) & {"topic", "place", "content", "photo"} else 2
        return _letter(replace(view, step=first, errors=errors), 422)
    return _letter(replace(view, step=min(to, 3))) if to <= 3 else _send(view)


def _letter(view: LetterView, status: int = 200) -> Response:
    response = draw("public/letter.html", status, page=view, shell=shell())
    response.set_cookie(_TAKES_COOKIES, "1", secure=request.is_secure, httponly=True, samesite="Lax", path="/letters")
    if request.method == "POST":
        # Without scripts, Back and Forward have nothing but the copy of the page that the browser itself holds.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _letter_of(view: LetterView) -> PublicLetter:
    return PublicLetter(
        view.topic, view.place, view.content, view.anonymous, view.name, view.contact, view.keep_identity, view.about_conduct
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 3 else default


# ---------------------------------------------------------------- photos, kept before there is a case
def _carried_photos() -> list[Photo]:
    """Name the photos kept before: a signed name carries one from step to step."""
    found = []
    for token in request.form.getlist("photo_id")[:PHOTOS]:
        attachment = carried_file(token, CITIZEN)
        if attachment is not None:
            found.append(Photo(token, attachment.name))
    return found


def _new_photos(most: int) -> list[Photo]:
    """Keep the photos chosen now. Raises Rejection("bad_file"), ("too_large"), or ("store_unavailable") while the store is away."""
    around, found = surface(), list[Photo]()
    for upload in request.files.getlist("photo"):
        if upload.filename and len(found) < most:
            digest, size, head = around.documents.put(upload.stream, around.configuration.upload_max_bytes)
            if not head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")):
                raise Rejection("bad_file", "Expected a photo (JPEG, PNG, GIF or WebP), but %(name)s is none", name=upload.filename[:60])
            photo = Attachment("attachments", upload.filename[:100], digest, size, head)
            found.append(Photo(name_to_carry(photo, CITIZEN), photo.name))
    return found


def _send(view: LetterView) -> AnyResponse:
    """Start the case, and lead to the page that shows its code for a while; a browser without cookies is shown it at once.

    Sent twice, by a double click or after a lost answer, the same letter is one case.
    """
    door, address = surface().door, address_digest()
    if not door.keep(allow, "letter", address, RATE, WITHIN, datetime.now(UTC)):
        raise Rejection(
            "too_many", "Expected at most %(most)s letters within %(minutes)s minutes; please try again later", most=RATE, minutes=10
        )
    variables = _letter_of(view).variables()
    attachments = tuple(found for photo in view.photos if (found := carried_file(photo.id, CITIZEN)) is not None)
    once = letter_once(variables, [file.digest for file in attachments])
    done = door.execute(StartInstance(PROCESS, variables=variables, by_form=True, attachments=attachments), PUBLIC, once)
    if done.kept is not None and done.kept.status != 201:
        raise Rejection("conflict", "Expected a letter that can be taken, but this one was refused before: change it and send it again")
    answer = done.answer if done.kept is None else json.loads(done.kept.body)
    number, key = answer["receipt_number"], answer["key"]
    if _TAKES_COOKIES not in request.cookies:
        return _sent(number, key, code_in_force(key), status=201)
    response = go(f"/letters/sent/{number}")
    give_ticket(response, CITIZEN, f"/letters/sent/{number}", key)
    return response


@blueprint.get("/letters/sent/<number>")
def sent(number: str) -> AnyResponse:
    """Show once more that a letter has arrived, to the browser that sent it, for as long as its code is shown."""
    key = surface().door.ask(lambda store: store.value("SELECT key FROM process_instance WHERE receipt_number = :number", number=number))
    code = code_to_show(CITIZEN, key) if key is not None else ""
    return _sent(number, key, code, f"/letters/sent/{number}") if code else go("/progress?" + urlencode({"number": number}))


def _sent(number: str, key: int, code: str, address: str = "", status: int = 200) -> Response:
    door = surface().door
    known, variables = door.ask(progress, door.surroundings, key), door.ask(written_of, key)
    repeats = door.ask(likely_repeats, PROCESS, variables, but=key)
    receipt = LetterReceiptView(number, code, read_instant(known.received_at), answer_by(known), len(repeats), address=address)
    return draw("public/receipt.html", status, page=receipt, shell=shell())


# ---------------------------------------------------------------- following a letter
@blueprint.get("/progress")
def query() -> Response:
    return draw(
        "public/query.html",
        page=QueryView(request.args.get("number", "")[:24], wait_minutes=int(LOCKED_FOR.total_seconds() // 60)),
        shell=shell(),
    )


@blueprint.post("/progress")
def follow() -> Response:
    """Show where a letter stands, to who has its number and code."""
    door, instant, number = surface().door, datetime.now(UTC), request.form.get("number", "")[:40]
    if not door.keep(allow, "progress", address_digest(), 60, WITHIN, instant):
        raise Rejection(
            "too_many", "Expected at most %(most)s questions within %(minutes)s minutes; please try again later", most=60, minutes=10
        )
    checked = door.ask(check_code, door.surroundings.secret, number, request.form.get("code", "")[:40])
    minutes = int(LOCKED_FOR.total_seconds() // 60)
    if checked.locked_until is not None and read_instant(checked.locked_until) > instant:
        return draw(
            "public/query.html", 429, page=QueryView(number, "locked", 0, read_instant(checked.locked_until), minutes), shell=shell()
        )
    if checked.case_key is None:
        left, until = (
            door.keep(note_code_failure, checked.known_key, instant) if checked.known_key is not None else (MOST_FAILURES - 1, None)
        )
        view = QueryView(number, "locked" if until else "wrong", left, read_instant(until) if until else None, minutes)
        return draw("public/query.html", 422, page=view, shell=shell())
    if checked.failures:
        door.keep(note_code_success, checked.case_key)
    found = door.ask(progress, door.surroundings, checked.case_key)
    note_read("progress", cases=read_with(found))
    return draw("public/progress.html", page=progress_view(found), shell=shell())
