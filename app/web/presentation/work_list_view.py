"""What the work list shows: filters, rows in groups, and what stands there when there are none."""

from datetime import datetime

from msgspec import Struct

from app.web.presentation.deadline_view import DeadlineView


class FilterLink(Struct, frozen=True):
    """A view or filter. name: mine, unassigned, all, done; red, yellow, ...; otherwise label holds its name as people wrote it."""

    name: str
    href: str
    label: str = ""
    count: int | None = None
    current: bool = False


class SavedLink(Struct, frozen=True):
    """A filter that somebody keeps. owner: who shares it, empty for one's own. shared: whether colleagues see it. drop_href: where it is
    dropped, by POST; empty for who may not. count: of the tasks that it shows now; None where there are too many to look through."""

    href: str
    label: str
    owner: str = ""
    shared: bool = False
    current: bool = False
    drop_href: str = ""
    count: int | None = None


class TaskRow(Struct, frozen=True):
    """One task. notes: short sentences under it (urged, on behalf of, claimed by), already in the page's language."""

    key: str
    href: str
    title: str
    receipt_number: str
    process_name: str
    step_name: str
    deadline: DeadlineView | None = None
    due_at: datetime | None = None
    assignee: str = ""
    notes: tuple[str, ...] = ()
    is_open: bool = False
    ended_at: datetime | None = None


class TaskGroup(Struct, frozen=True):
    """Rows under one heading. name: at-once, overdue, pending, soon, stopped, later, none (without a deadline) or done."""

    name: str
    rows: tuple[TaskRow, ...]


class Chip(Struct, frozen=True):
    """A filter in use; href: the list without it."""

    text: str
    href: str


class WorkListView(Struct, frozen=True):
    """The list as filtered.

    view: mine, unassigned, all or done. total: how many match (total_is_capped: at least that many). hidden fields of the search keep
    the view. unassigned, first_unassigned_at: what waits when nothing of one's own does. stale_since: set when the list could not be
    refreshed. keep: the filters in use, to be kept under a name; share_with: the unit whose members may see them too. starts: procedures
    that this person may start, name and address. sort_href: the same list in the other order; sort: deadline or received.

    decides: whether several may be decided at once; enters: whether decisions made on paper are entered by this person; urges: whether what
    is selected may be urged. puts: how many questions of units wait to be put to writers by this person. whole_city: whether "all" are
    those of every unit.
    """

    view: str
    groups: tuple[TaskGroup, ...]
    total: int
    views: tuple[FilterLink, ...] = ()
    lights: tuple[FilterLink, ...] = ()
    processes: tuple[FilterLink, ...] = ()
    saved: tuple[SavedLink, ...] = ()
    keep: tuple[tuple[str, str], ...] = ()
    share_with: str = ""
    starts: tuple[FilterLink, ...] = ()
    decides: bool = False
    enters: bool = False
    urges: bool = False
    puts: int = 0
    whole_city: bool = False
    chips: tuple[Chip, ...] = ()
    clear_href: str = ""
    sort: str = "deadline"
    sort_href: str = ""
    export_href: str = ""
    previous_href: str = ""
    next_href: str = ""
    total_is_capped: bool = False
    unassigned: int = 0
    first_unassigned_at: datetime | None = None
    stale_since: datetime | None = None

    @property
    def shown(self) -> int:
        return sum(len(group.rows) for group in self.groups)
