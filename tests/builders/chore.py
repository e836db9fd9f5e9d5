"""The chore: a bureau has one working day for it, and its lateness moves points by a table of the test's own.

handle (a bureau; 1 working day) -> done. Beside the table's rows for `chore`: missed -0.5, late by 3 days or more another -1; met
+0.25; returned -0.2.
"""

from datetime import timedelta

from tests.builders.city import City
from tests.builders.drawing import end, ext, io, path, process, properties, start, sub, user, z
from tests.dmn.drawing import definitions

PROCESS = "chore"
GROUP = "handler@health-bureau"
LATE = timedelta(days=4)
"""After Monday: Friday, three working days after the deadline of Tuesday."""

TIMED = {"deadline__length": "1", "deadline__article": "11"}


def chore() -> bytes:
    task = z("assignmentDefinition", candidateGroups=GROUP)
    return process(
        PROCESS,
        ext(properties(owner="hotline", receipt__code="ZA", receipt__backdating="hotline", titleTemplate="=topic")),
        start("s", ext(properties(candidateGroups="hotline"))),
        user("handle", task, properties(**TIMED, points="chore"), name="办理"),
        end("done"),
        path("s handle done"),
    )


def round_of_chores() -> bytes:
    """Return a process whose sub-process has the deadline, and says by an expression whose points it moves."""
    inside = (start("in"), user("do", z("assignmentDefinition", candidateGroups="hotline")), end("out"), path("in do out"))
    mapped = io(inputs={"whose": "=bureau"})
    return process(
        "round",
        ext(properties(owner="hotline", receipt__code="ZB")),
        start("s", ext(properties(candidateGroups="hotline"))),
        sub("part", *inside, parts=(mapped, properties(**TIMED, points="chore", points__unit="=whose"))),
        end("done"),
        path("s part done"),
    )


def table(missed: str = "-0.5", gift: str = "2") -> bytes:
    rows = (
        ('"chore"', '"missed"', "-", '"missed"', missed),
        ('"chore"', '"late"', "&gt;= 3", '"late-3"', "-1"),
        ('"chore"', '"met"', "-", '"early"', "0.25"),
        ('"chore"', '"returned"', "-", '"returned"', "-0.2"),
        ('"gift"', '"step"', "-", '"gift"', gift),
    )
    drawn = "".join(_rule(place, row) for place, row in enumerate(rows))
    asked = "".join(
        f'<input id="{name}"><inputExpression id="{name}e" typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in (("rule", "string"), ("event", "string"), ("days", "number"))
    )
    answers = "".join(
        f'<output id="{name}o" name="{name}" typeRef="{kind}" />'
        for name, kind in (("code", "string"), ("points", "number"), ("article", "string"))
    )
    return definitions(
        f'<decision id="points" name="Points"><decisionTable id="t" hitPolicy="FIRST">{asked}{answers}{drawn}</decisionTable></decision>'
    )


def _rule(place: int, row: tuple[str, ...]) -> str:
    cells = "".join(f'<inputEntry id="i{place}{at}"><text>{text}</text></inputEntry>' for at, text in enumerate(row[:3]))
    answers = "".join(f'<outputEntry id="o{place}{at}"><text>{text}</text></outputEntry>' for at, text in enumerate((*row[3:], '"15"')))
    return f'<rule id="r{place}">{cells}{answers}</rule>'


def deploy_chore(city: City) -> None:
    city.deploy({"chore.bpmn": chore(), "points.dmn": table()})


def late_chore(city: City, after: timedelta = LATE) -> int:
    """Return a chore that was done late, with its points moved."""
    deploy_chore(city)
    case = city.start(PROCESS, topic="a dead tree")
    city.at(after).complete(case, "handle", "handler-health")
    return case


def movements(city: City, case: int) -> list[tuple[str, str]]:
    """Return event and points of what was moved, in order."""
    rows = city.rows("SELECT event, points FROM points_movement WHERE case_key = :case ORDER BY key", case=case)
    return [(row["event"], row["points"]) for row in rows]


def first_movement(city: City, case: int) -> int:
    return int(city.value("SELECT MIN(key) FROM points_movement WHERE case_key = :case", case=case))
