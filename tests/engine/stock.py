"""The same random diagrams in the unchanged library: are the same user tasks open after every completion?

    python -m tests.engine.stock FIRST COUNT

The library's inclusive join fires too early in some diagrams (it does not wait for branches inside a sub-process, and looks
back along first inputs only): there, and only there, it may be ahead of us.
"""

import random
import re
import sys
import warnings

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState

from tests.builders.drawing import process
from tests.engine.drive import Drive
from tests.engine.random_diagrams import Drawing, Ends

PLAIN = ("user", "user", "seq", "parallel", "or_", "choice", "inside")
_CONDITION = re.compile(r"(<bpmn:conditionExpression>)=(.*?)<")


class Plain(Drawing):
    """Only what the library can run: tasks, gateways and sub-processes."""

    def block(self, depth: int, out: list[str]) -> Ends:
        made: Ends = getattr(self, self.rng.choice(PLAIN if depth else ("user",)))(depth - 1, out)
        return made

    def within(self, depth: int) -> list[str]:
        return [part for part in super().within(depth) if "triggeredByEvent" not in part]


class Stock:
    def __init__(self, xml: bytes, no: int) -> None:
        parser = BpmnParser()
        python = _CONDITION.sub(
            lambda found: f"{found[1]}{found[2].replace('true', 'True').replace('false', 'False').replace(' = ', ' == ')}<", xml.decode()
        )
        parser.add_bpmn_str(python.encode())
        self.workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
        self.workflow.task_tree.data["no"] = no
        self.workflow.do_engine_steps()

    def open(self) -> list[str]:
        return sorted(task.task_spec.name for task in self.workflow.get_tasks(state=TaskState.READY, manual=True))

    def do(self, name: str) -> None:
        next(task for task in self.workflow.get_tasks(state=TaskState.READY, manual=True) if task.task_spec.name == name).run()
        self.workflow.do_engine_steps()


def compare(seed: int) -> str:
    """Return "" where both always had the same tasks open, "ahead" where the library's inclusive join was early, else the difference."""
    rng = random.Random(seed)
    drawing = Plain(rng)
    xml, no = process("p", *drawing.within(3)), rng.choice([1, 5])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours, stock = Drive(xml, no=no), Stock(xml, no)
        while True:
            mine, theirs = ours.open(), stock.open()
            if mine != theirs:
                ahead = b"inclusiveGateway" in xml and set(mine) < set(theirs)
                return "ahead" if ahead else f"ours {mine}, stock {theirs}"
            if not mine:
                return "" if ours.done and stock.workflow.completed else f"ours done {ours.done}, stock {stock.workflow.completed}"
            name = rng.choice(mine)
            ours.do(name)
            stock.do(name)


def main(first: int, count: int) -> int:
    found = {seed: said for seed in range(first, first + count) if (said := compare(seed))}
    ahead = sum(said == "ahead" for said in found.values())
    for seed, said in found.items():
        if said != "ahead":
            print("seed", seed, said)
    print(count, "diagrams,", ahead, "where the library was early,", len(found) - ahead, "differ")
    return 1 if len(found) > ahead or ahead > count * 0.03 else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
