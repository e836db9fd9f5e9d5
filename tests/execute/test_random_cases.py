"""Random procedures, random commands: after each, what is shown is what the snapshot holds, and the whole can be rebuilt from its log."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.instant import read_instant
from app.service.complete_task import CompleteTask
from app.service.correlate_message import CorrelateMessage
from app.service.resolve_incident import ResolveIncident
from app.service.set_variables import SetVariables
from tests.audit.test_replay import recomputed
from tests.builders.city import MONDAY, City
from tests.builders.drawing import ext, process, properties
from tests.engine.random_diagrams import KEYS, Drawing
from tests.execute.visible import check_visible

SEEDS = range(12)
MOST_STEPS = 40


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_of_a_random_case_is_what_its_snapshot_holds(sqlite_city: City, seed: int) -> None:
    rng, city = random.Random(seed), sqlite_city
    drawing = Drawing(rng)
    inside = drawing.within(3)
    raw = {f"child{place}.bpmn": child for place, child in enumerate(drawing.children)}
    city.deploy({**raw, "p.bpmn": process("p", ext(properties(owner="hotline")), *inside, keys=KEYS)}, "demo")
    case = city.start("p", "demo", no=rng.choice([1, 5]))
    check_visible(city, case)
    now = MONDAY
    for step in range(MOST_STEPS):
        if city.value("SELECT state FROM process_instance WHERE key = :case", case=case) != "ACTIVE":
            break
        now = take_a_step(city, rng, case, step, now)
        check_visible(city, case)
    recomputed(city, case)


def take_a_step(city: City, rng: random.Random, case: int, step: int, now: datetime) -> datetime:
    """Do something that the case waits for; return what the clock says then."""
    here = city.case(case, now)
    tasks, due, incidents = here.open_tasks(), here.timers(), here.incidents()
    waiting = [found for found in here.subscriptions() if found.event == "message"]
    if incidents and rng.random() < 0.5:
        city.do(SetVariables(case, {"repaired": True}))
        city.do(SetVariables(incidents[0].key, {"repaired": True}))
        key = city.value("SELECT key FROM incident WHERE element_instance_key = :key AND state = 'ACTIVE'", key=incidents[0].key)
        city.do(ResolveIncident(key))
    elif due and (not (tasks or waiting) or rng.random() < 0.3):
        now = max(now, due[0].due_at + timedelta(minutes=rng.choice([0, 1, 200])))
        city.at(now).door.fire_due(case)
    elif waiting and (not tasks or rng.random() < 0.3):
        city.do(CorrelateMessage(case, waiting[0].name, waiting[0].correlation_key or "", {"news": step}))
    elif tasks:
        task = rng.choice(tasks)
        city.do(CompleteTask(task.key, {task.element_id: step}))
    return max(now, read_instant(city.value("SELECT now FROM pinned_clock")).astimezone(UTC))
