"""People and posts, told to administrators and heads."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from app.domain.actor import Actor, Holding
from app.domain.instant import read_instant
from app.domain.permissions import is_oneself
from app.domain.rejection import Message
from app.domain.roles import ROLE_NAMES
from app.domain.substitution import Staffing
from app.queries.away import leaves_between
from app.queries.staff import Absence, StaffMember, every_unit
from app.queries.stand_in_conflicts import stand_in_conflicts
from app.web.pages.definition_words import step_name
from app.web.pages.frame import now, wording
from app.web.presentation.staff_view import AbsenceView, LeaveForm, PairView, RolesForm, StaffDetail, StaffRow
from app.web.presentation.task_view import Choice
from app.web.surface import surface


def staff_row(member: StaffMember, names: Mapping[str, str], href: str, *, is_open: bool = False) -> StaffRow:
    """Return a person as a row. names: of people by account."""
    presence, until = _presence(member)
    units = {held["unit"]: held["unit_name"] for held in member.held}
    named = [in_unit(seat.name, units.get(seat.holding.unit)) for seat in member.seats if seat.name]
    posts = dict.fromkeys([*named, *(role_words(held["role"], held["unit_name"]) for held in member.held)])
    return StaffRow(
        member.account,
        member.name,
        href,
        tuple(posts),
        _pairs(member, names),
        presence,
        until,
        member.open_tasks,
        read_instant(member.signed_in_at) if member.signed_in_at else None,
        is_open,
        member.lent,
    )


def _presence(member: StaffMember) -> tuple[str, datetime | None]:
    if not member.active:
        return "disabled", None
    for absence in member.absences:
        starts = read_instant(absence.starts_at)
        return ("away", read_instant(absence.ends_at)) if starts <= now() else ("coming", starts)
    return "here", None


def _pairs(member: StaffMember, names: Mapping[str, str]) -> tuple[PairView, ...]:
    found = []
    for seat in member.seats:
        first = member.account in seat.firsts
        others = seat.seconds if first else seat.firsts
        found.append(PairView("A" if first else "B", tuple(names.get(one, one) for one in others)))
    return tuple(dict.fromkeys(found))


def staff_detail(
    actor: Actor, found: tuple[StaffMember, Staffing], names: Mapping[str, str], address: str, typed: LeaveForm | None
) -> StaffDetail:
    """Return all that the actor may see of a person, and do. typed: a leave that was refused."""
    member, staffing = found
    href = f"/admin/people/{member.account}"
    keeps = actor.holds("security-admin") and not is_oneself(actor, member.account)
    secures = keeps and member.active
    reached = staffing.substitutes(member.account)
    door = surface().door
    conflicts = door.ask(stand_in_conflicts, door.surroundings, member.account, reached) if not actor.holds("system-admin") else []
    return StaffDetail(
        staff_row(member, names, address, is_open=True),
        tuple(dict.fromkeys(held["unit_name"] for held in member.held if held["unit_name"])),
        tuple(role_words(held["role"], held["unit_name"]) for held in member.held),
        tuple(names.get(one, one) for one in reached),
        tuple(_absence(one, member, staffing, names, may_end=may_keep_leave(actor, member)) for one in member.absences),
        tuple(
            Message(
                "%(number)s, %(step)s: %(name)s did the step before it and may not do this one too (four eyes)",
                {
                    "number": one.receipt_number,
                    "step": step_name(one.digest, one.element_id, one.name),
                    "name": names.get(one.substitute, one.substitute),
                },
            )
            for one in conflicts
        ),
        leave=leave_form(member, staffing, names, typed) if member.active and may_keep_leave(actor, member) else None,
        roles=_roles_form(member) if secures else None,
        hand_over_href=f"{href}/hand-over" if (member.open_tasks or member.lent) and (may_keep_leave(actor, member) or secures) else "",
        disable_href=f"{href}/disabling" if secures else "",
        enable_href=f"{href}/enabling" if keeps and not member.active else "",
    )


def _roles_form(member: StaffMember) -> RolesForm:
    show, units = wording(), surface().door.ask(every_unit)
    held = tuple(Choice(group, role_words(one["role"], one["unit_name"])) for one in member.held if (group := _group(one)))
    roles = tuple(Choice(role, show._(name)) for role, name in ROLE_NAMES.items())
    return RolesForm(f"/admin/people/{member.account}/roles", held, roles, tuple(Choice(id, name) for id, name in units))


def _group(held: Mapping[str, Any]) -> str:
    return Holding(held["role"], held["unit"]).group


def role_words(role: str, unit: str | None) -> str:
    """Return a role with its unit as people read it. unit: its name; none for roles of the city."""
    return in_unit(wording()._(ROLE_NAMES.get(role, role)), unit)


def in_unit(words: str, unit: str | None) -> str:
    return f"{unit} · {words}" if unit else words


def may_keep_leave(actor: Actor, member: StaffMember) -> bool:
    """Say whether the actor may enter and end leave; the heads who see a person lead that person's unit."""
    return is_oneself(actor, member.account) or actor.holds("system-admin", "unit-head")


def leave_form(member: StaffMember, staffing: Staffing, names: Mapping[str, str], typed: LeaveForm | None = None) -> LeaveForm:
    """Return the form, empty or as typed; to choose from: the AB rule, then everybody who holds a role of this person."""
    show = wording()
    by_rule = [names.get(one, one) for one in staffing.substitutes(member.account)]
    rule = show._("By the AB rule: %(names)s", names=listed(by_rule)) if by_rule else show._("By the AB rule: nobody is there")
    roles = {(held["role"], held["unit"]) for held in member.held}
    others = sorted({one.account for one in staffing.held if (one.holding.role, one.holding.unit) in roles} - {member.account})
    choices = (Choice("", rule), *(Choice(one, names.get(one, one)) for one in others))
    form = typed or LeaveForm(f"/admin/people/{member.account}/leave")
    return replace(form, choices=tuple(replace(one, chosen=one.value == form.substitute) for one in choices))


def _absence(one: Absence, member: StaffMember, staffing: Staffing, names: Mapping[str, str], *, may_end: bool) -> AbsenceView:
    starts, door = read_instant(one.starts_at), surface().door
    alone = replace(staffing, away={member.account: one.substitute})
    who = list(alone.substitutes(member.account))
    notes = []
    if one.substitute and one.substitute not in who:
        notes.append(
            Message("%(name)s was named, and is gone or has another post by now", {"name": names.get(one.substitute, one.substitute)})
        )
    # Who was there when the leave was entered may have gone on leave since.
    for account, begins, ends in door.ask(leaves_between, who, one.starts_at, one.ends_at):
        others = replace(alone, away={**alone.away, account: None}).substitutes(member.account)
        said = {"name": names.get(account, account), "start": read_instant(max(begins, one.starts_at)), "end": read_instant(ends)}
        said["others"] = listed(names.get(other, other) for other in others)
        notes.append(
            Message("%(name)s is away too, from %(start)s to %(end)s: then work reaches %(others)s", said)
            if others
            else Message("%(name)s is away too, from %(start)s to %(end)s: then nobody stands in", said)
        )
    return AbsenceView(
        starts,
        read_instant(one.ends_at),
        one.reason,
        tuple(names.get(account, account) for account in who),
        f"/admin/people/{member.account}/leave/{one.id}/end" if may_end else "",
        starts <= now(),
        tuple(notes),
    )


def listed(names: Iterable[str]) -> str:
    return wording()._(", ").join(names)
