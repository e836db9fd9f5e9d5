"""A random block-structured process: sequences, parallel blocks, choices and sub-processes of user tasks, the same for the same seed."""

import random
from dataclasses import dataclass, field
from itertools import pairwise

from tests.resilience.poisoned import HEAD

CONDITION = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{}</bpmn:conditionExpression>'


@dataclass
class _Part:
    """A block with one way in and one way out; nodes and flows are what is drawn in its scope."""

    first: str
    last: str


@dataclass
class _Scope:
    dice: random.Random
    names: list[int]
    nodes: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)

    def name(self, kind: str) -> str:
        self.names[0] += 1
        return f"{kind}{self.names[0]}"

    def flow(self, source: str, target: str, condition: str = "") -> str:
        key = self.name("flow")
        self.flows.append(f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{condition}</bpmn:sequenceFlow>')
        return key

    def task(self) -> _Part:
        key = self.name("task")
        assigned = '<zeebe:userTask/><zeebe:assignmentDefinition assignee="demo"/>'
        self.nodes.append(
            f'<bpmn:userTask id="{key}" name="{key}"><bpmn:extensionElements>{assigned}</bpmn:extensionElements></bpmn:userTask>'
        )
        return _Part(key, key)

    def block(self, depth: int) -> _Part:
        kinds = [self.task, self.task, lambda: self.sequence(depth - 1), lambda: self.parallel(depth - 1)]
        kinds += [lambda: self.choice(depth - 1), lambda: self.sub_process(depth - 1)]
        return self.dice.choice(kinds if depth > 0 else [self.task])()

    def sequence(self, depth: int) -> _Part:
        parts = [self.block(depth) for _ in range(self.dice.randint(2, 3))]
        for one, next_one in pairwise(parts):
            self.flow(one.last, next_one.first)
        return _Part(parts[0].first, parts[-1].last)

    def parallel(self, depth: int) -> _Part:
        split, join = self.name("split"), self.name("join")
        self.nodes += [f'<bpmn:parallelGateway id="{split}"/>', f'<bpmn:parallelGateway id="{join}"/>']
        for _ in range(self.dice.randint(2, 3)):
            part = self.block(depth)
            self.flow(split, part.first)
            self.flow(part.last, join)
        return _Part(split, join)

    def choice(self, depth: int) -> _Part:
        """Which way it goes depends on the number that was typed last before it."""
        split, join = self.name("choice"), self.name("merge")
        ways = [self.block(depth) for _ in range(2)]
        self.flow(split, ways[0].first, CONDITION.format(f"=amount != null and modulo(amount, 2) = {self.dice.randint(0, 1)}"))
        otherwise = self.flow(split, ways[1].first)
        for way in ways:
            self.flow(way.last, join)
        self.nodes += [f'<bpmn:exclusiveGateway id="{split}" default="{otherwise}"/>', f'<bpmn:exclusiveGateway id="{join}"/>']
        return _Part(split, join)

    def sub_process(self, depth: int) -> _Part:
        inner, key = _Scope(self.dice, self.names), self.name("sub")
        self.nodes.append(f'<bpmn:subProcess id="{key}" name="{key}">{inner.whole(depth)}</bpmn:subProcess>')
        return _Part(key, key)

    def whole(self, depth: int) -> str:
        start, end = self.name("start"), self.name("end")
        part = self.block(depth)
        self.flow(start, part.first)
        self.flow(part.last, end)
        return "".join([f'<bpmn:startEvent id="{start}"/>', *self.nodes, f'<bpmn:endEvent id="{end}"/>', *self.flows])


def random_process(seed: int, depth: int = 3) -> str:
    """Return the file of process `random_<seed>`."""
    scope = _Scope(random.Random(seed), [0])
    first = scope.task()  # the number that choices look at is typed here
    part = scope.sequence(depth)
    scope.flow("start", first.first)
    scope.flow(first.last, part.first)
    scope.flow(part.last, "end")
    inside = "".join(['<bpmn:startEvent id="start"/>', *scope.nodes, '<bpmn:endEvent id="end"/>', *scope.flows])
    return f'{HEAD}<bpmn:process id="random_{seed}" name="random {seed}" isExecutable="true">{inside}</bpmn:process></bpmn:definitions>'
