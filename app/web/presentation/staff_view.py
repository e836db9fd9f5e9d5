"""What administrators, auditors and heads of units see of the city's people."""

from datetime import datetime

from msgspec import Struct, field

from app.domain.rejection import Message
from app.web.presentation.kept_words import KeptWords
from app.web.presentation.task_view import Choice


class AdminLink(Struct, frozen=True):
    """part: people, posts, roles, accounts, access, import. count: how many there are, where that is known."""

    part: str
    href: str
    count: int | None = None
    current: bool = False


class PairView(Struct, frozen=True):
    """One post as its holder reads it. letter: A or B. others: names of the other holders, empty where there is none."""

    letter: str
    others: tuple[str, ...] = ()


class AbsenceView(Struct, frozen=True):
    """who: by name, who stands in; empty where nobody does. end_href: where it can be ended by POST, empty for who may not.

    notes: where one of those will not be there for all of the time.
    """

    starts_at: datetime
    ends_at: datetime
    reason: str
    who: tuple[str, ...] = ()
    end_href: str = ""
    begun: bool = False
    notes: tuple[Message, ...] = ()


class StaffRow(Struct, frozen=True):
    """lent: open tasks that the person delegated. posts: names of what the person does.
    presence: here, away, coming or disabled; until: the end of the absence, or its start."""

    account: str
    name: str
    href: str
    posts: tuple[str, ...]
    pairs: tuple[PairView, ...]
    presence: str
    until: datetime | None
    open_tasks: int
    signed_in_at: datetime | None
    is_open: bool = False
    lent: int = 0


class LeaveForm(Struct, frozen=True):
    """What was typed, as it was typed, and what was wrong with it, by field."""

    action: str
    starts: str = ""
    ends: str = ""
    substitute: str = ""
    reason: str = ""
    choices: tuple[Choice, ...] = ()
    errors: dict[str, Message] = field(default_factory=dict)


class MailForm(Struct, frozen=True):
    """address: as kept, or as typed where it was refused. sends: whether this city sends mail at all."""

    action: str
    address: str = ""
    sends: bool = False
    problem: Message | None = None


class RolesForm(Struct, frozen=True):
    """held: the groups that may be taken away. roles, units: what may be given."""

    action: str
    held: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    units: tuple[Choice, ...]
    problem: Message | None = None


class StaffDetail(Struct, frozen=True):
    """groups: the roles held, with their units, in words. substitutes: names of those whom the work reaches when the person is away.

    conflicts: what a substitute could not do. hand_over_href, disable_href, enable_href: empty for who may not. mail: for a
    system administrator. reason, problem: what was typed to disable or enable the account, and why that was refused.
    """

    row: StaffRow
    units: tuple[str, ...]
    groups: tuple[str, ...]
    substitutes: tuple[str, ...]
    absences: tuple[AbsenceView, ...] = ()
    conflicts: tuple[Message, ...] = ()
    leave: LeaveForm | None = None
    roles: RolesForm | None = None
    hand_over_href: str = ""
    disable_href: str = ""
    enable_href: str = ""
    reason: str = ""
    problem: Message | None = None
    mail: MailForm | None = None


class HeldTask(Struct, frozen=True):
    """chosen: to whom it is to go, empty for the one chosen for all. problem: why it was not handed over. stopped: whether the clock of its
    deadline stands still. lent_to: who works on it, where the person who leaves has delegated it."""

    key: str
    receipt_number: str
    href: str
    title: str
    step_name: str
    deadline_at: datetime | None
    choices: tuple[Choice, ...]
    problem: Message | None = None
    stopped: bool = False
    lent_to: str = ""


class GoneTask(Struct, frozen=True):
    """What was to be handed over and is no longer in that person's hands. problem: what became of it."""

    receipt_number: str
    step_name: str
    problem: Message


class HandOverView(Struct, frozen=True):
    """name: of the person who leaves. others: open tasks of that person which the actor may not hand over. takers: for all at once.

    reason, problem: what was typed, and what was missing. done: how many were handed over a moment ago. gone: what was ticked in vain.
    """

    links: tuple[AdminLink, ...]
    name: str
    account: str
    action: str
    back_href: str
    tasks: tuple[HeldTask, ...]
    others: int
    takers: tuple[Choice, ...]
    reason: str = ""
    problem: Message | None = None
    done: int = 0
    kept: KeptWords | None = None
    gone: tuple[GoneTask, ...] = ()


class NewForms(Struct, frozen=True):
    """One new person or unit: what may be chosen, what was typed, and what was wrong with it, by field. A new unit has the field id."""

    roles: tuple[Choice, ...]
    units: tuple[Choice, ...]
    parents: tuple[Choice, ...]
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)


class StaffView(Struct, frozen=True):
    """rows of one page of `total`. units: to choose from. new: for a system administrator, while nobody is open beside the list.

    unmanned: roles, with their units, that nobody in use holds.
    """

    links: tuple[AdminLink, ...]
    rows: tuple[StaffRow, ...]
    total: int
    unit_count: int
    units: tuple[Choice, ...]
    unit: str
    query: str
    detail: StaffDetail | None = None
    previous_href: str = ""
    next_href: str = ""
    here: str = ""
    done: Message | None = None
    new: NewForms | None = None
    unmanned: tuple[str, ...] = ()


class PostRow(Struct, frozen=True):
    """role: with its unit, in words. firsts, seconds: who may hold it. problem: why it was not changed."""

    id: str
    name: str
    role: str
    firsts: tuple[Choice, ...]
    seconds: tuple[Choice, ...]
    problem: Message | None = None


class PostsView(Struct, frozen=True):
    """groups: whose posts can be registered. may_change: for a system administrator. problem, name: of one that was refused."""

    links: tuple[AdminLink, ...]
    rows: tuple[PostRow, ...]
    groups: tuple[Choice, ...]
    may_change: bool
    problem: Message | None = None
    done: bool = False
    name: str = ""
