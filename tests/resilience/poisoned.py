"""R9: poisoned cases among healthy ones. Each gets an incident that says why, what was typed is kept, and once repaired it finishes.

Poisons: a condition that gives no yes or no, a timer that is no time, a decision that is not there, a value too large, an expression
without end. Each depends on a variable that the operator then corrects.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig.http_client import Http, HttpError
from tests.resilience.city import City
from tests.resilience.client import Client
from tests.resilience.operator_page import OperatorPage

CHECKERS = ("check_ledger", "check_chain", "check_visible")
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" '
    'targetNamespace="http://duban.example/poison">'
)
SUBMIT = (
    '<bpmn:userTask id="submit" name="Submit"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="demo"/>'
    "</bpmn:extensionElements></bpmn:userTask>"
)
DECISION = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="poison_model" name="poison" namespace="http://duban.example/poison">
<decision id="poison_decision" name="poison decision"><decisionTable id="table" hitPolicy="UNIQUE">
<input id="input"><inputExpression id="expression" typeRef="number"><text>cause</text></inputExpression></input>
<output id="output" name="result" typeRef="string"/>
<rule id="r1"><inputEntry id="i1"><text>&lt; 10</text></inputEntry><outputEntry id="o1"><text>"low"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


@dataclass(frozen=True)
class Poison:
    """One way to make a case stop.

    inner: the elements between the submitted task and the end. flows: (id, source, target, condition). bad, good: values of `cause`.
    """

    name: str
    inner: str
    flows: tuple[tuple[str, str, str, str], ...]
    bad: Any
    good: Any

    @property
    def process_id(self) -> str:
        return f"poison_{self.name}"

    def bpmn(self) -> str:
        flows = "".join(
            f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{_condition(condition)}</bpmn:sequenceFlow>'
            for key, source, target, condition in (("f0", "start", "submit", ""), ("f1", "submit", "poison", ""), *self.flows)
        )
        return (
            f'{HEAD}<bpmn:process id="{self.process_id}" name="{self.name}" isExecutable="true"><bpmn:startEvent id="start"/>'
            f'{SUBMIT}{self.inner}<bpmn:endEvent id="end"/>{flows}</bpmn:process></bpmn:definitions>'
        )


def _condition(text: str) -> str:
    return f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{text}</bpmn:conditionExpression>' if text else ""


def _script(key: str, expression: str, variable: str) -> str:
    script = f'<zeebe:script expression="{expression}" resultVariable="{variable}"/>'
    return f'<bpmn:scriptTask id="{key}" name="{key}"><bpmn:extensionElements>{script}</bpmn:extensionElements></bpmn:scriptTask>'


TIMER = (
    '<bpmn:intermediateCatchEvent id="poison" name="Wait"><bpmn:timerEventDefinition id="timer">'
    '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">=cause</bpmn:timeDuration></bpmn:timerEventDefinition>'
    "</bpmn:intermediateCatchEvent>"
)
RULE = (
    '<bpmn:businessRuleTask id="poison" name="Decide"><bpmn:extensionElements>'
    '<zeebe:calledDecision decisionId="=cause" resultVariable="result"/></bpmn:extensionElements></bpmn:businessRuleTask>'
)
SIZE = _script("poison", "=string join(for i in 1..cause return string(i), &quot;,&quot;)", "big")
ENDLESS = _script("poison", "=count(for i in 1..cause, j in 1..cause, k in 1..cause return k)", "turns")
LOOP = (
    _script("poison", "=if cause = &quot;go&quot; then 1 else 2", "turn") + '<bpmn:exclusiveGateway id="again" name="Again?" default="f4"/>'
)
POISONS = (
    Poison("condition", '<bpmn:exclusiveGateway id="poison" name="Enough?"/>', (("f2", "poison", "end", "=cause &gt; 3"),), "many", 5),
    Poison("timer", TIMER, (("f2", "poison", "end", ""),), "tomorrow perhaps", "PT0.1S"),
    Poison("decision", RULE, (("f2", "poison", "end", ""),), "no_such_decision", "poison_decision"),
    Poison("size", SIZE, (("f2", "poison", "end", ""),), 100_000_000, 10),
    Poison("endless", ENDLESS, (("f2", "poison", "end", ""),), 1_000_000, 3),
)
REFUSED = Poison(
    "loop", LOOP, (("f2", "poison", "again", ""), ("f3", "again", "poison", "=turn = 1"), ("f4", "again", "end", "")), "go", "stop"
)


@dataclass(frozen=True)
class PoisonSize:
    healthy: int
    poisoned: int
    clients: int = 4
    patience: float = 30.0  # seconds until a repaired case must have ended


SMALL = PoisonSize(healthy=15, poisoned=10)
PLANTED = PoisonSize(healthy=4, poisoned=5, patience=4)
FULL = PoisonSize(healthy=950, poisoned=50)


async def _healthy(client: Client, left: list[int]) -> None:
    while left[0] > 0:
        left[0] -= 1
        await client.run_to_end()


async def _poisoned(client: Client, poison: Poison) -> str:
    """Take a case to its poison and return its key: the submission is answered as done, or refused with the case where it was."""
    case = await client.start(poison.process_id)
    task = (await client.open_tasks(case))[0]
    mark = client.ledger.mark()
    client.ledger.note("sent", mark=mark)
    body = {"variables": {"cause": poison.bad, "comment": mark}}
    status, answer = await client.ask("POST", f"/v2/user-tasks/{task}/completion", body, key=mark)
    assert status < 300, f"{poison.name}: the person's submission was answered {status} {answer}"
    client.ledger.note("completed", mark=mark, case=case, task=task)
    return case


async def _incident(http: Http, case: str, name: str) -> tuple[str, list[str]]:
    """Return the key of the case's incident and what is wrong with it."""
    wanted = {"filter": {"processInstanceKey": case, "state": "ACTIVE"}}
    _, found = await http.request("POST", "/v2/incidents/search", wanted)
    if len(found["items"]) != 1:
        return "", [f"{name}: expected one incident of case {case}, but found {len(found['items'])}"]
    incident = found["items"][0]
    said = incident.get("errorMessage") or ""
    problems = [] if len(said) > 20 else [f"{name}: the incident of case {case} does not say why: {said!r}"]
    return str(incident["incidentKey"]), problems


async def _time_healthy(city: City, size: PoisonSize, until: float) -> float:
    clients, left, began = [Client(city, until) for _ in range(size.clients)], [size.healthy], time.monotonic()
    try:
        await asyncio.gather(*(_healthy(client, left) for client in clients))
    finally:
        for client in clients:
            client.close()
    return time.monotonic() - began


async def _poison_all(city: City, size: PoisonSize, until: float, spread: float) -> list[tuple[str, Poison]]:
    client, cases = Client(city, until), []
    try:
        for number in range(size.poisoned):
            poison = POISONS[number % len(POISONS)]
            cases.append((await _poisoned(client, poison), poison))
            await asyncio.sleep(spread)
    finally:
        client.close()
    return cases


async def _refused(city: City) -> list[str]:
    """A loop in which nothing waits must not even be deployed."""
    try:
        await city.deploy({f"{REFUSED.process_id}.bpmn": REFUSED.bpmn()})
    except HttpError as error:
        return [] if error.status == 400 and "again" in str(error) else [f"a loop without end was refused with {error}"]
    return ["a loop in which nothing waits was deployed"]


async def _run(city: City, size: PoisonSize) -> tuple[dict[str, Any], list[str]]:
    await city.deploy_bench()
    await city.deploy({f"{poison.process_id}.bpmn": poison.bpmn() for poison in POISONS} | {"poison.dmn": DECISION})
    problems = await _refused(city)
    until = time.monotonic() + 60 + size.healthy * 0.5
    alone = await _time_healthy(city, size, until)
    among, cases = await asyncio.gather(_time_healthy(city, size, until), _poison_all(city, size, until, alone / size.poisoned / 2))
    http, operator = city.client(), await asyncio.to_thread(OperatorPage, city.server.base)
    try:
        for case, poison in cases:
            incident, wrong = await _incident(http, case, poison.name)
            problems += wrong
            if incident:
                await asyncio.to_thread(operator.repair, incident, "cause", poison.good)
        await _all_ended(http, {case for case, _ in cases}, time.monotonic() + size.patience)
    finally:
        http.close()
    return {
        "healthy": size.healthy,
        "poisoned": size.poisoned,
        "seconds alone": round(alone, 2),
        "seconds among": round(among, 2),
    }, problems


async def _all_ended(http: Http, cases: set[str], until: float) -> None:
    """Wait until the repaired cases have ended, those with a timer too; what has not is found by the checker of the ledger."""
    for case in sorted(cases):
        while time.monotonic() < until:
            _, found = await http.request("GET", f"/v2/process-instances/{case}")
            if found["state"] != "ACTIVE":
                break
            await asyncio.sleep(0.1)


def run(city: City, size: PoisonSize, most: float | None = 1.2) -> tuple[dict[str, Any], list[Any]]:
    """most: how many times longer the healthy cases may take among the poisoned ones; None where the run is too short to tell."""
    figures, problems = in_a_thread(_run(city, size))
    if most is not None and figures["seconds among"] > most * figures["seconds alone"]:
        problems.append(f"healthy cases took {figures['seconds among']} s among poisoned ones and {figures['seconds alone']} s alone")
    return figures, [*problems, *city.problems(*CHECKERS)]
