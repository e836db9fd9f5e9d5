"""Who may see and do what. Pure rules: the callers bring what they know of the case.

Source: docs/permissions. Deny unless allowed. Who may not see a thing gets the same answer as for one that is not there.
"""

from collections.abc import Iterable

from msgspec import Struct

from app.domain.actor import CLOCK, PUBLIC, SYSTEM, Actor, StandIn
from app.domain.rejection import Rejection
from app.domain.roles import ADMINISTRATORS, LEADERS, ROLE_NAMES, SECRETARY, SUPERVISORS


class CaseSight(Struct, frozen=True):
    """What decides who sees a case.

    accounts, groups: who has or had a task in it, by account and by candidate group. owner: the role that owns the procedure.
    identity_kept: whether who wrote in is kept from those who handle it.
    """

    accounts: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    owner: str | None = None
    started_by: str = ""
    secret: bool = False
    identity_kept: bool = False

    @property
    def units(self) -> frozenset[str]:
        return frozenset(group.partition("@")[2] for group in self.groups if "@" in group)


class TaskSight(Struct, frozen=True):
    """What decides who may work on a user task.

    acting_for: in whose place the assignee took it. kept_to: of a secret case the accounts named in it: it reaches no other substitute.
    delegated_by: who has the assignee work on it, and completes it.
    """

    assignee: str | None
    users: frozenset[str]
    groups: frozenset[str]
    acting_for: str | None = None
    kept_to: frozenset[str] | None = None
    delegated_by: str | None = None


def plays(actor: Actor, *roles: str) -> bool:
    """Say whether the actor has one of the roles; the demo account has all but the three administrators'."""
    return actor.holds(*roles) or (actor.everything and any(role not in ADMINISTRATORS for role in roles))


def sees_all_cases(actor: Actor) -> bool:
    return plays(actor, *SUPERVISORS, "operator") or actor.holds("auditor")


def looks_across(actor: Actor) -> bool:
    """Say whether the actor may look across cases: at ways, times and lateness of them all. Auditors and supervisors do."""
    return actor.holds("auditor") or plays(actor, *SUPERVISORS)


def sees_case(actor: Actor, sight: CaseSight) -> bool:
    if actor.account in sight.accounts or actor.holds("auditor"):
        return True
    if sight.secret:
        return False
    if sees_all_cases(actor) or actor.account == sight.started_by or any(one.account in sight.accounts for one in actor.stands_in):
        return True
    if sight.owner and plays(actor, sight.owner):
        return True
    return actor.everything or bool(groups_seen(actor) & sight.groups) or bool(actor.units & sight.units)


def groups_seen(actor: Actor) -> frozenset[str]:
    """Return the groups whose cases the actor sees: one's own, and for who enters the leaders' decisions those of the leaders."""
    return actor.groups | frozenset(LEADERS) if actor.holds(SECRETARY) else actor.groups


def is_only_supervisor(actor: Actor) -> bool:
    """Say whether the actor sees cases as a supervisor does: all of them, and never who complained."""
    return actor.holds(*SUPERVISORS) and not actor.holds("auditor")


def sees_person(actor: Actor, sight: CaseSight) -> bool:
    """Say whether the actor may learn who wrote: those who work on the case, its owner and auditors, never supervisors as such.

    Where the identity is kept, the owner and auditors alone.
    """
    if sight.identity_kept:
        return sees_case(actor, sight) and sees_kept_identity(actor, sight)
    if is_only_supervisor(actor):
        return actor.account in sight.accounts or bool(actor.groups & sight.groups)
    return sees_case(actor, sight)


def sees_kept_identity(actor: Actor, sight: CaseSight) -> bool:
    """Say whether who wrote in is known to the actor where it is kept: to the role that owns the procedure, and who stands in for it;
    without an owner, to who started the case; never to anybody of a unit that handles it. Auditors see everything, each look logged.
    """
    if actor.holds("auditor"):
        return True
    if actor.units & sight.units:
        return False
    if sight.owner is None:
        return actor.account == sight.started_by
    return plays(actor, sight.owner) or any(sight.owner in one.groups for one in actor.stands_in)


def is_named(actor: Actor, task: TaskSight) -> bool:
    """Say whether a task is there for the actor at all: one of a secret case is there for those named in the case alone."""
    return task.kept_to is None or actor.account in task.kept_to


def is_candidate(actor: Actor, task: TaskSight) -> bool:
    return is_named(actor, task) and (
        actor.account in task.users or any(actor.in_group(group) for group in task.groups) or in_place_of(actor, task, new=True) is not None
    )


def in_place_of(actor: Actor, task: TaskSight, *, new: bool | None = None) -> str | None:
    """Return the one in whose place the actor would work on a task; None: in the actor's own right, or not at all.

    new: whether the task is looked at as one that nobody holds; None: as it stands. Source: Opinions, article 37 (AB角).
    """
    if task.kept_to is not None and actor.account not in task.kept_to:
        return None
    if new or (new is None and task.assignee is None):
        own = actor.account in task.users
        return next((one.account for one in actor.stands_in if not own and (one.new_work & task.groups or one.account in task.users)), None)
    if task.assignee == actor.account:
        return task.acting_for
    return next((one.account for one in actor.stands_in if one.account == task.assignee and _reaches(one, task)), None)


def _reaches(one: StandIn, task: TaskSight) -> bool:
    """Say whether a task in an absent person's hands reaches who stands in: by the post whose group it has, or by any where it has none."""
    return bool(one.groups & task.groups) or not one.elsewhere & task.groups


def may_start(actor: Actor, starters: Iterable[str], *, public: bool = False) -> bool:
    """Say whether the actor may start a process.

    starters: the candidate groups of its start event; none named: any staff member. public: whether citizens may start it, by the
    public page.
    """
    groups = tuple(starters)
    if actor == PUBLIC:
        return public
    if actor in (CLOCK, SYSTEM):
        return True
    return any(actor.in_group(group) for group in groups) if groups else actor.everything or bool(actor.holdings)


def starting_units(actor: Actor, starters: Iterable[str]) -> frozenset[str] | None:
    """Return the units for which the actor may start a process that asks for the unit of who starts it; None: any.

    starters: the candidate groups of its start event, of the form role@unit.
    """
    if actor in (CLOCK, SYSTEM, PUBLIC) or actor.everything:
        return None
    return frozenset(group.partition("@")[2] for group in starters if "@" in group and actor.in_group(group))


def may_work_on(actor: Actor, task: TaskSight) -> bool:
    """Say whether the actor may claim or complete: the assignee or who stands in, or a candidate while nobody has it."""
    if task.assignee is None:
        return is_candidate(actor, task)
    return holds_task(actor, task)


def holds_task(actor: Actor, task: TaskSight) -> bool:
    """Say whether a task is in the actor's hands, or in those of somebody away for whom the actor stands in."""
    return task.assignee is not None and (actor.account == task.assignee or in_place_of(actor, task) is not None)


def owns_task(actor: Actor, task: TaskSight) -> bool:
    """Say whether a task is the actor's to complete and to give away: who holds it, but of a delegated one who delegated it; or who
    stands in for that one."""
    owner = task.delegated_by
    if owner is None:
        return holds_task(actor, task)
    return actor.account == owner or any(one.account == owner and _reaches(one, task) for one in actor.stands_in)


def may_reassign(actor: Actor, task: TaskSight, owner: str | None) -> bool:
    """Unit heads within their unit, the procedure's owner, the operator, and whoever holds the task or stands in."""
    if not is_named(actor, task):
        return False
    if owns_task(actor, task) or plays(actor, "operator") or (owner is not None and plays(actor, owner)):
        return True
    return leads_unit_of(actor, task)


def leads_unit_of(actor: Actor, task: TaskSight) -> bool:
    """Say whether the actor is the head of a unit to which a task was offered."""
    units = units_of(task)
    return any(actor.in_group(f"unit-head@{unit}") for unit in units)


def units_of(task: TaskSight) -> frozenset[str]:
    return frozenset(group.partition("@")[2] for group in task.groups if "@" in group)


def may_correct(actor: Actor, case: CaseSight) -> bool:
    """Say whether the actor puts right what was entered wrongly: the procedure's owner; without one, who started the case."""
    if actor.holds("auditor"):
        return False
    return plays(actor, case.owner) if case.owner else actor.account == case.started_by


def may_urge(actor: Actor) -> bool:
    """Say whether the actor urges work of the city: supervisors do, who see all of it."""
    return plays(actor, *SUPERVISORS) and not actor.holds("auditor")


def may_answer_urging(actor: Actor, task: TaskSight) -> bool:
    """Say whether the actor answers for a task that was urged: who holds it or stands in, and the head of the unit."""
    return not actor.holds("auditor") and (holds_task(actor, task) or leads_unit_of(actor, task))


def takes_evidence(actor: Actor) -> bool:
    """Say whether the actor may take a case out of the house, to be checked there or handed to a court: auditors alone."""
    return actor.holds("auditor")


def may_take_over(actor: Actor, owner: str | None) -> bool:
    """Say whether the actor may take over running paper cases of a procedure: its owner, an operator, and the system itself."""
    return actor == SYSTEM or plays(actor, "operator") or (owner is not None and plays(actor, owner))


def role_names(roles: Iterable[str]) -> str:
    """Return roles as people read them."""
    return " / ".join(ROLE_NAMES.get(role, role) for role in roles)


def require(actor: Actor, roles: Iterable[str], what: str) -> None:
    """Raise Rejection("forbidden") unless the actor has one of the roles, or is the system itself.

    what: the ability, for the sentence, such as "publish a process".
    """
    wanted = tuple(roles)
    if actor != SYSTEM and not plays(actor, *wanted):
        raise Rejection("forbidden", "Expected the role %(roles)s to %(what)s, but you do not hold it", roles=role_names(wanted), what=what)


def require_holding(actor: Actor, roles: Iterable[str], what: str) -> None:
    """As `require`, for the administrators' duties: the demo account does not have them by being a member of everything; the system
    itself has."""
    wanted = tuple(roles)
    if actor != SYSTEM and not actor.holds(*wanted):
        raise Rejection("forbidden", "Expected the role %(roles)s to %(what)s, but you do not hold it", roles=role_names(wanted), what=what)


def is_oneself(actor: Actor, account: str) -> bool:
    """Say whether the actor, at a page or at the command line, is the person of an account."""
    return actor.account.removeprefix("cli:") == account


def require_other(actor: Actor, account: str) -> None:
    """Raise Rejection("forbidden") where an administrator would change their own rights."""
    if is_oneself(actor, account):
        raise Rejection("forbidden", "Expected another administrator: nobody changes their own rights")
