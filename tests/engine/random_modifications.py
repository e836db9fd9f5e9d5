"""Random diagrams, driven at random and moved about outside their course, with the checks of tests.engine.drive after every step."""

import random
from typing import Any

from app.domain.modification import Begin, End, Given, Modification, Move
from app.domain.rejection import Rejection
from app.engine.element import Element
from tests.builders.drawing import process
from tests.engine import random_diagrams
from tests.engine.drive import BASE, Drive


def once(seed: int) -> tuple[int, int]:
    """Draw and run, with somebody who moves the case about. Return how many modifications were carried out, and how many refused.

    Branches may be moved away from their joins, so that not every case comes to its end; but one that does leaves nothing behind.
    """
    rng, done, refused = random.Random(seed), 0, 0
    drawing = random_diagrams.Drawing(rng)
    d = Drive(process("p", *drawing.within(3), keys=random_diagrams.KEYS), *drawing.children, no=rng.choice([1, 5]))
    for step in range(100):
        if d.done:
            random_diagrams.check_the_end(d, set())
            break
        if rng.random() < 0.3:
            if modify(d, rng):
                done += 1
            else:
                refused += 1
        elif can_move(d):
            random_diagrams.take_a_step(d, rng, step, set(), stuck=True)
    return done, refused


def can_move(d: Drive) -> bool:
    live = d.live
    return bool(live.open_tasks() or live.timers() or [one for one in live.subscriptions() if one.event == "message"])


def modify(d: Drive, rng: random.Random) -> bool:
    """Move something to anywhere, or end or begin it; False: it was refused, and nothing changed."""
    flow = rng.choice([flow for flow in d.flows() if flow.is_process])
    elements = sorted(elements_of(flow.spec))
    keys = [BASE + key for key in d.live._root.by_key]
    source = End(key=rng.choice(keys)) if keys and rng.random() < 0.5 else End(element=rng.choice(elements))
    target, within = rng.choice(elements), rng.choice(["direct", "inferred", "parent"])
    given = (Given(variables={"given": d.live.counter}, scope=rng.choice(["", target])),)
    said = rng.choice(
        [
            Modification(move=(Move(source=source, target=target, within=within, given=given),)),
            Modification(end=(source,)),
            Modification(begin=(Begin(element=target, given=given),)),
            Modification(end=(source,), begin=(Begin(element=target, given=given),)),
        ]
    )
    before = d.raw
    try:
        d.at.modify(BASE + flow.scope, said)
    except Rejection:
        assert d.at.snapshot() == before
        return False
    d.command("modify", BASE + flow.scope, said)
    return True


def elements_of(spec: Any) -> list[str]:
    drawn = [element for element in spec.task_specs.values() if isinstance(element, Element)]
    return [name for element in drawn for name in (element.element_id, *(elements_of(element.inner) if hasattr(element, "inner") else ()))]
