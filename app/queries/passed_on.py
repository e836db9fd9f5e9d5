"""Tasks that reach somebody who stands in, as lists find them: what app.domain.permissions.in_place_of says, in SQL."""

from typing import Any, Final

from app.domain.actor import Actor

_NAMED: Final = (
    "EXISTS (SELECT 1 FROM user_task st JOIN case_party sp ON sp.case_key = st.case_key AND sp.kind = 'account' AND sp.name = :me"
    " WHERE st.key = se.task_key)"
)


def not_secret(key: str) -> str:
    """Return the condition that a task's case is no secret, or names the actor, `:me`. key: the column with the task's key."""
    return (
        f" AND EXISTS (SELECT 1 FROM user_task st JOIN process_instance sr ON sr.key = st.case_key WHERE st.key = {key} AND (sr.secret = 0"
        " OR EXISTS (SELECT 1 FROM case_party sp WHERE sp.case_key = sr.key AND sp.kind = 'account' AND sp.name = :me)))"
    )


def not_sealed(key: str) -> str:
    """Return the same condition for who is a member of every group: it looks at the few tasks of secret cases, and at no others."""
    return f" AND {key} NOT IN (SELECT se.task_key FROM task_candidate se WHERE se.kind = 'sealed' AND NOT {_NAMED})"


def sealed_and_named(actor: Actor, limit: str) -> tuple[str, dict[str, Any]]:
    """Return a query of the keys of tasks in secret cases that name the actor and are offered to a group of theirs; without `me`.

    limit: further conditions, order and number of rows, by the columns of task_candidate.
    """
    values = dict[str, Any]()
    names = _names("sealed", actor.groups, values)
    named = _NAMED.replace("se.task_key", "task_candidate.task_key")
    return (
        f"SELECT task_key AS key FROM (SELECT task_key FROM task_candidate WHERE kind = 'sealed' AND name IN ({names})"
        f" AND {named} {limit}) se",
        values,
    )


def in_others_hands(actor: Actor, limit: str) -> tuple[list[str], dict[str, Any]]:
    """Return queries of the keys of open tasks in the hands of those for whom the actor stands in, and their values, without `me`.

    limit: order and number of rows of each, by the columns sort_at and key.
    """
    parts, values = [], dict[str, Any]()
    for place, one in enumerate(actor.stands_in):
        values[f"away{place}"] = one.account
        condition = ""
        if one.elsewhere:
            here = _names(f"here{place}_", one.groups, values)
            there = _names(f"there{place}_", one.elsewhere, values)
            offered = "EXISTS (SELECT 1 FROM task_candidate sc WHERE sc.task_key = user_task.key AND sc.kind = 'group' AND sc.name IN ({}))"
            condition = f" AND ({offered.format(here)} OR NOT {offered.format(there)})"
        parts.append(
            f"SELECT key FROM (SELECT key FROM user_task WHERE assignee = :away{place} AND state = 'CREATED'{condition}"
            f"{not_secret('user_task.key')}{limit}) a{place}"
        )
    return parts, values


def new_for_others(actor: Actor) -> list[tuple[str, str]]:
    """Return the kinds and names of candidates whose unclaimed tasks reach the actor by standing in alone."""
    users = [("user", one.account) for one in actor.stands_in]
    groups = sorted({group for one in actor.stands_in for group in one.new_work} - actor.groups)
    return [*users, *(("group", group) for group in groups)]


def _names(prefix: str, names: frozenset[str], values: dict[str, Any]) -> str:
    keys = [f"{prefix}{place}" for place in range(len(names))]
    values.update(zip(keys, sorted(names), strict=True))
    return ", ".join(f":{key}" for key in keys)
