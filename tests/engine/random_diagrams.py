"""Random block-structured diagrams, driven at random, with the checks of tests.engine.drive after every step.

At the end: the case completes, no token, scope or sub-process is left over, and no variable that anyone wrote is lost.

    python -m tests.engine.random_diagrams FIRST COUNT
"""

import itertools
import random
import sys
from collections.abc import Callable

from tests.builders.drawing import (
    boundary,
    call,
    catch,
    cycle,
    duration,
    each,
    el,
    end,
    error,
    escalation,
    event_gate,
    event_sub,
    ext,
    gate,
    inclusive,
    io,
    message,
    path,
    process,
    properties,
    script,
    signal,
    start,
    sub,
    terminate,
    throw,
    user,
    xor,
)
from tests.engine.drive import BASE, Drive

LONG = 400
KEYS = {"news": '="k" + string(no)'}
Ends = tuple[str, str]
SIMPLE = ("user", "script")
NESTED = (
    "seq",
    "parallel",
    "or_",
    "choice",
    "loop",
    "inside",
    "items",
    "looped",
    "timer",
    "reminder",
    "called",
    "first",
    "owed",
    "repaired",
    "told",
    "signalled",
    "raised",
    "warned",
    "ended",
)


class Drawing:
    """Draws blocks; each returns its first and last element. Every user task writes a variable of its own name."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.n = rng, 0
        self.children: list[bytes] = []

    def id(self, kind: str) -> str:
        self.n += 1
        return f"{kind}{self.n}"

    def block(self, depth: int, out: list[str]) -> Ends:
        kind = self.rng.choice(SIMPLE + (NESTED if depth else ()))
        made: Ends = getattr(self, kind)(depth - 1, out)
        return made

    def user(self, depth: int, out: list[str]) -> Ends:
        i = self.id("u")
        out.append(user(i, *([io({"local": "=no"})] if self.rng.random() < 0.3 else [])))
        return i, i

    def owed(self, depth: int, out: list[str]) -> Ends:
        """A task with a deadline, with or without silence."""
        i, t, m = self.id("d"), self.id("t"), self.id("m")
        silent = self.rng.random() < 0.5
        out.append(user(i, properties(deadline__length="2", deadline__article="1", **({"deadline__silence": "consent"} if silent else {}))))
        out += [boundary(t, i, "<bpmn:timerEventDefinition><bpmn:timeDate>=deadline</bpmn:timeDate></bpmn:timerEventDefinition>"), xor(m)]
        out.append(path(f"{i} {m}") + path(f"{t} {m}"))
        return i, m

    def script(self, depth: int, out: list[str]) -> Ends:
        i = self.id("sc")
        out.append(script(i, i, "=no + 1"))
        return i, i

    def repaired(self, depth: int, out: list[str]) -> Ends:
        """A step that fails until a variable is set."""
        i = self.id("bad")
        out.append(script(i, i, "=if repaired = true then 1 else function(x) x"))
        return i, i

    def seq(self, depth: int, out: list[str]) -> Ends:
        parts = [self.block(depth, out) for _ in range(self.rng.randint(2, 4))]
        out += [path(f"{a[1]} {b[0]}") for a, b in itertools.pairwise(parts)]
        return parts[0][0], parts[-1][1]

    def split(self, depth: int, out: list[str], draw: Callable[[str], str], condition: Callable[[int], str] | None) -> Ends:
        f, j = self.id("f"), self.id("j")
        out += [draw(f), draw(j)]
        for n in range(self.rng.randint(2, 3)):
            a, b = self.block(depth, out)
            out.append(path(f"{f} {a}", **({f: condition(n)} if condition else {})) + path(f"{b} {j}"))
        return f, j

    def parallel(self, depth: int, out: list[str]) -> Ends:
        return self.split(depth, out, gate, None)

    def or_(self, depth: int, out: list[str]) -> Ends:
        return self.split(depth, out, inclusive, lambda n: "true" if n == 0 else self.rng.choice(["true", "false", "no > 3"]))

    def choice(self, depth: int, out: list[str]) -> Ends:
        return self.split(depth, out, xor, lambda n: "no = 5" if n == 0 else "true")

    def loop(self, depth: int, out: list[str]) -> Ends:
        m, c, x = self.id("m"), self.id("n"), self.id("x")
        a, b = self.block(depth, out)
        out += [xor(m), script(c, c, f"=if {c} = null then 1 else {c} + 1"), xor(x, f"{x}_{x}o"), el("task", x + "o")]
        out.append(path(f"{m} {a}") + path(f"{b} {c} {x} {m}", **{x: f"{c} < 3"}) + path(f"{x} {x}o"))
        return m, x + "o"

    def within(self, depth: int) -> list[str]:
        out: list[str] = []
        s, e = self.id("s"), self.id("e")
        a, b = self.seq(depth, out)
        out += [start(s), end(e), path(f"{s} {a}") + path(f"{b} {e}")]
        if self.rng.random() < 0.3:
            i = self.id("ev")
            out.append(event_sub(i, duration("P1D"), user(i + "u"), end(i + "e"), path(f"{i}_s {i}u {i}e"), interrupting=False))
        return out

    def inside(self, depth: int, out: list[str]) -> Ends:
        i = self.id("sub")
        out.append(sub(i, *self.within(depth), parts=[io({"shadow": "=no"})] if self.rng.random() < 0.5 else ()))
        return i, i

    def many(self) -> str:
        until = self.rng.choice(["", "=numberOfCompletedInstances = 2"])
        return each("=[1, null, 3]", "item", self.id("all"), "=item", sequential=self.rng.random() < 0.5, until=until)

    def items(self, depth: int, out: list[str]) -> Ends:
        i = self.id("mu")
        out.append(user(i, loop=self.many()))
        return i, i

    def looped(self, depth: int, out: list[str]) -> Ends:
        i = self.id("ms")
        out.append(sub(i, *self.within(depth), loop=self.many()))
        return i, i

    def timer(self, depth: int, out: list[str]) -> Ends:
        i, t, m = self.id("tu"), self.id("t"), self.id("m")
        out += [user(i), boundary(t, i, duration("PT5H")), xor(m), path(f"{i} {m}") + path(f"{t} {m}")]
        return i, m

    def reminder(self, depth: int, out: list[str]) -> Ends:
        i, t, u, e = self.id("cu"), self.id("t"), self.id("urge"), self.id("e")
        out += [user(i), boundary(t, i, cycle("R2/PT1H"), False), user(u), end(e), path(f"{t} {u} {e}")]
        return i, i

    def first(self, depth: int, out: list[str]) -> Ends:
        g, a, b, m = (self.id(kind) for kind in "gabm")
        out += [event_gate(g), catch(a, duration("P1D")), catch(b, duration("P2D")), xor(m), path(f"{g} {a} {m}") + path(f"{g} {b} {m}")]
        return g, m

    def called(self, depth: int, out: list[str]) -> Ends:
        i, name = self.id("call"), self.id("p")
        deadline = [ext(properties(deadline__length="3", deadline__article="1"))] if self.rng.random() < 0.5 else []
        self.children.append(process(name, *deadline, *self.within(depth), keys=KEYS))
        out.append(call(i, name))
        return i, i

    def told(self, depth: int, out: list[str]) -> Ends:
        """A message waited for."""
        i = self.id("c")
        out.append(catch(i, message("news")))
        return i, i

    def signalled(self, depth: int, out: list[str]) -> Ends:
        """A branch that waits for what another throws."""
        f, j, c, w = (self.id(kind) for kind in "fjcw")
        out += [gate(f), gate(j), catch(c, signal("A")), throw(w, signal("A")), path(f"{f} {c} {j}") + path(f"{f} {w} {j}")]
        return f, j

    def raised(self, depth: int, out: list[str]) -> Ends:
        """A sub-process that ends in an error, caught on its boundary."""
        i, b, m, s, e, u = (self.id(kind) for kind in ("r", "b", "m", "s", "e", "u"))
        out += [
            sub(i, start(s), user(u), end(e, error("A")), path(f"{s} {u} {e}")),
            boundary(b, i, error(self.rng.choice(["", "A"]))),
            xor(m),
        ]
        out.append(path(f"{i} {m}") + path(f"{b} {m}"))
        return i, m

    def warned(self, depth: int, out: list[str]) -> Ends:
        """An escalation that interrupts nothing."""
        i, b, s, w, e, u, n, x = (self.id(kind) for kind in ("w", "b", "s", "t", "e", "u", "n", "x"))
        out += [sub(i, start(s), throw(w, escalation("B")), user(u), end(e), path(f"{s} {w} {u} {e}"))]
        out += [boundary(b, i, escalation("B"), False), user(n), end(x), path(f"{b} {n} {x}")]
        return i, i

    def ended(self, depth: int, out: list[str]) -> Ends:
        """A sub-process whose first branch to come to its end ends the other."""
        i, f, s, e, u, v = (self.id(kind) for kind in ("q", "f", "s", "e", "u", "u"))
        out.append(sub(i, start(s), gate(f), user(u), user(v), end(e, terminate()), path(f"{s} {f} {u} {e}") + path(f"{f} {v} {e}")))
        return i, i


def once(seed: int) -> tuple[str, int]:
    """Draw, run to the end, and return "done" or "long" and the number of steps."""
    rng = random.Random(seed)
    drawing = Drawing(rng)
    inside = drawing.within(4)
    d = Drive(process("p", *inside, keys=KEYS), *drawing.children, no=rng.choice([1, 5]))
    written: set[str] = set()
    for step in range(LONG):
        if d.done:
            check_the_end(d, written)
            return "done", step
        take_a_step(d, rng, step, written)
        if rng.random() < 0.02 and not d.done:
            before = d.raw
            d.command("migrate", d.files.by_process["p"][0])
            assert d.raw == before, "taking a case to its own diagram changed it"
    return "long", LONG


def take_a_step(d: Drive, rng: random.Random, step: int, written: set[str], *, stuck: bool = False) -> None:
    """stuck: a join may wait for what can come no more."""
    open_tasks, due, incidents = d.live.open_tasks(), d.live.timers(), d.live.incidents()
    assert stuck or "join_never_fires" not in {incident.code for incident in incidents}, incidents
    waiting = [found for found in d.live.subscriptions() if found.event == "message"]
    assert open_tasks or due or incidents or waiting, "nothing can move"
    late = bool(due) and due[0].due_at <= d.now
    if incidents and rng.random() < 0.5:
        d.command("set_variables", d.live._root.base_key, {"repaired": True})
        d.command("set_variables", incidents[0].key, {"repaired": True})
        d.command("retry", incidents[0].key)
    elif due and (late or not (open_tasks or waiting) or rng.random() < 0.2):
        first = due[0]
        arguments = (first.key, first.due_at) if first.kind == "timer" else (first.key,)
        d.command("fire" if first.kind == "timer" else "change_light", *arguments, now=max(d.now, first.due_at))
    elif waiting and (not open_tasks or rng.random() < 0.3):
        d.command("correlate", waiting[0].name, waiting[0].correlation_key, {"news": step})
    elif open_tasks:
        task = rng.choice(open_tasks)
        d.command("complete", task.key, {task.element_id: step})
        if task.element_id[0] == "u" and task.element_id[1].isdigit():
            written.add(task.element_id)


def check_the_end(d: Drive, written: set[str]) -> None:
    lost = written - set(d.variables())
    assert not lost, f"variables were lost: {lost}"
    root = d.live._root
    assert list(root.scopes.own) == [0]
    assert len(root.flows()) == 1
    assert root.by_key == {}
    assert root.deadlines.all() == []
    assert d.live.variables(BASE) == d.variables()


def main(first: int, count: int) -> int:
    total = long = failed = 0
    for seed in range(first, first + count):
        try:
            how, steps = once(seed)
        except Exception as problem:
            failed += 1
            print("seed", seed, type(problem).__name__, problem)
            continue
        total, long = total + steps, long + (how == "long")
    print(count, "diagrams,", total, "steps,", long, "cut off,", failed, "failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
