"""Posts with their first and second holders (AB角): for administrators and auditors; a system administrator changes them."""

from collections.abc import Mapping

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor, Holding
from app.domain.rejection import Message, Rejection
from app.domain.roles import ROLE_NAMES
from app.queries.staff import every_unit, holders_of, posts_of
from app.service.change_post import ChangePost
from app.service.register_post import RegisterPost
from app.web.pages.admin_parts import admin_links
from app.web.pages.frame import draw, go, person, shell, signed_in, wording
from app.web.presentation.staff_view import PostRow, PostsView
from app.web.presentation.task_view import Choice
from app.web.surface import surface

blueprint = Blueprint("posts", __name__)


@blueprint.get("/admin/posts")
@signed_in
def page() -> Response:
    return _page(person())


@blueprint.post("/admin/posts")
@signed_in
def register() -> AnyResponse:
    """Register a post, first without holders: they are chosen from those who hold its role."""
    actor, given = person(), request.form
    try:
        holding = Holding(*given.get("role", "").partition("@")[::2])
        surface().door.execute(RegisterPost(holding, given.get("name", "")), actor)
    except Rejection as rejection:
        if rejection.code != "bad_request":
            raise
        return _page(actor, problem=rejection.message, status=422)
    return go("/admin/posts?done=1")


@blueprint.post("/admin/posts/<int:id>")
@signed_in
def change(id: int) -> AnyResponse:
    actor, given = person(), request.form
    try:
        command = ChangePost(id, given.get("name", ""), given.get("first") or None, given.get("second") or None)
        surface().door.execute(command, actor)
    except Rejection as rejection:
        if rejection.code != "bad_request":
            raise
        return _page(actor, id, rejection.message, 422)
    return go("/admin/posts?done=1")


def _page(actor: Actor, wrong: int = 0, problem: Message | None = None, status: int = 200) -> Response:
    door = surface().door
    holders, units, rows = door.ask(holders_of), dict(door.ask(every_unit)), []
    for post in door.ask(posts_of, actor):
        typed = request.form if post["id"] == wrong else post
        able = holders.get(Holding(post["role"], post["unit"]).group, [])
        firsts, seconds = (
            tuple(Choice(one, name, "", one == (typed.get(which) or "")) for one, name in able) for which in ("first", "second")
        )
        words = wording()._(ROLE_NAMES.get(post["role"], post["role"]))
        rows.append(
            PostRow(
                str(post["id"]),
                str(typed.get("name", "")),
                f"{post['unit_name'] or ''} {words}".strip(),
                firsts,
                seconds,
                problem if post["id"] == wrong else None,
            )
        )
    view = PostsView(
        admin_links(actor, "posts"),
        tuple(rows),
        tuple(sorted((Choice(group, _in_words(group, units)) for group in holders), key=lambda one: one.label)),
        actor.holds("system-admin"),
        problem if not wrong else None,
        "done" in request.args,
        request.form.get("name", "") if not wrong else "",
    )
    return draw("admin/posts.html", status, page=view, shell=shell("admin", actor))


def _in_words(group: str, units: Mapping[str, str]) -> str:
    """Return what people call a candidate group: the unit, and the role in it."""
    role, _, unit = group.partition("@")
    return f"{units.get(unit, unit)} {wording()._(ROLE_NAMES.get(role, role))}".strip()
