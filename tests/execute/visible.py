"""What people and clocks are shown of a case is what its snapshot holds, no more and no less (R11)."""

import json

from app.domain.canonical import canonical, parse
from app.domain.instant import instant_text
from tests.builders.city import City


def check_visible(city: City, key: int) -> None:
    case = city.case(key)
    rows = city.rows
    shown = {row["key"] for row in rows("SELECT key FROM user_task WHERE case_key = :key AND state = 'CREATED'", key=key)}
    assert shown == {task.key for task in case.open_tasks() if task.kind == "user"}
    taken = {row["task_key"] for row in rows("SELECT task_key FROM task_candidate WHERE task_key / 1048576 = :block", block=key >> 20)}
    assert taken <= shown, "an ended task is still offered"
    stops = rows("SELECT element_instance_key AS key FROM incident WHERE case_key = :key AND state = 'ACTIVE'", key=key)
    assert {row["key"] for row in stops} == {incident.key for incident in case.incidents()}
    waits = rows(
        "SELECT event, message_name, correlation_key, element_instance_key, element_id FROM subscription WHERE case_key = :key", key=key
    )
    told = [(found.event, found.name, found.correlation_key, found.key, found.element_id) for found in case.subscriptions()]
    assert sorted((tuple(row.values()) for row in waits), key=repr) == sorted(told, key=repr)
    first = min((timer.due_at for timer in case.timers()), default=None)
    due = city.value("SELECT next_due_at FROM case_state WHERE case_key = :key", key=key)
    assert due == (instant_text(first) if first else None)
    held = {(found.element_instance_key, found.state.value, instant_text(found.deadline_at)) for found in case.deadlines()}
    deadlines = rows("SELECT key, state, deadline_at FROM deadline WHERE case_key = :key AND is_open = 1", key=key)
    assert {tuple(row.values()) for row in deadlines} ^ held == set()
    check_variables(city, key)


def check_variables(city: City, key: int) -> None:
    """Compare the variables of the scopes that are open; those of ended scopes stay to be read."""
    raw = city.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=key)
    scopes = {key + owner: own for owner, _, own in json.loads(bytes(raw))["scopes"]}
    written = {(scope, name): canonical(parse(json.dumps(value))) for scope, own in scopes.items() for name, value in own.items()}
    rows = city.rows("SELECT scope_key, name, value FROM variable WHERE case_key = :key", key=key)
    shown = {(row["scope_key"], row["name"]): row["value"] for row in rows if row["scope_key"] in scopes}
    assert set(shown.items()) ^ set(written.items()) == set()
