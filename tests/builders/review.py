"""The review: a small procedure in which silence counts as consent, and the clock may be stopped.

ask (hotline) -> answer (a bureau; 5 working days, silence is consent, [34]) -> told (hotline), or at the deadline -> deemed (hotline)
The whole has 30 calendar days, [13], whose clock runs on.
"""

from typing import Any

from tests.builders.city import City
from tests.builders.drawing import boundary, date, end, ext, path, process, properties, start, user, z

PROCESS = "review"
GROUP = "handler@health-bureau"


def review(length: str = "5", unit: str = "working day", **more: str) -> bytes:
    """Return the diagram. length, unit: of the answer's deadline. more: its further properties, empty for none."""
    about = {"owner": "hotline", "receipt__code": "SP", "receipt__backdating": "hotline", "titleTemplate": "=topic"}
    whole = {"deadline__length": "30", "deadline__unit": "calendar day", "deadline__article": "13"}
    named = {"deadline__silence": "consent", "deadline__suspendable": "true", "deadline__article": "34", **more}
    own = properties(deadline__length=length, deadline__unit=unit, **{name: said for name, said in named.items() if said})
    hotline = z("assignmentDefinition", candidateGroups="hotline")
    lapse = [boundary("lapse", "answer", date("=deadline"))] if named["deadline__silence"] else []
    ways = [path("lapse deemed unheard")] if lapse else []
    return process(
        PROCESS,
        ext(properties(**about, **whole)),
        start("s", ext(properties(candidateGroups="hotline", public="true", publicName="已受理"))),
        user("ask", hotline, name="征求意见"),
        user("answer", z("assignmentDefinition", candidateGroups=GROUP), own, name="答复意见"),
        *lapse,
        user("told", hotline, name="告知结果"),
        *([user("deemed", hotline, name="按同意办理"), end("unheard")] if lapse else []),
        end("done"),
        path("s ask answer told done"),
        *ways,
        name="征求意见",
    )


def files(**more: str) -> dict[str, bytes]:
    return {"review.bpmn": review(**more)}


def case_at_review(city: City, **more: Any) -> int:
    """Return a case that waits for the bureau's answer. more: see `review`."""
    city.deploy(files(**more))
    case = city.start(PROCESS, topic="a new bridge")
    city.complete(case, "ask", "hotline")
    return case
