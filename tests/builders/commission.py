"""A commission: a small process with a deadline that may be extended, and the extension procedure beside it.

work (a bureau; 7 working days, extension asked 3 days ahead, decided by the office's director) -> check (the hotline; rigid) -> done
"""

from pathlib import Path
from typing import Final

from tests.builders.city import City
from tests.builders.drawing import end, ext, path, process, properties, start, user, z

ROOT: Final = Path(__file__).resolve().parents[2]
PROCESS: Final = "commission"
GROUP: Final = "handler@health-bureau"
APPROVER: Final = "office-director"
ASKED: Final = {"days": "3", "reason": "检测报告还没有出来", "measures": "已加急"}


def extendable(length: str = "7", notice: str = "3", **more: str) -> str:
    said = {"deadline__article": "5", "deadline__extendable": "true", "deadline__noticeDays": notice}
    return properties(deadline__length=length, **said, deadline__extensionApprover=APPROVER, **more)


def commission(deadline: str = "", name: str = "交办事项") -> bytes:
    """Return the diagram. deadline: other properties of its work."""
    return process(
        PROCESS,
        ext(properties(owner="hotline", receipt__code="JB", titleTemplate="=topic")),
        start(),
        user("work", z("assignmentDefinition", candidateGroups=GROUP), deadline or extendable(deadline__suspendable="true"), name="办理"),
        user(
            "check",
            z("assignmentDefinition", candidateGroups="hotline"),
            properties(deadline__length="2", deadline__article="6"),
            name="核查",
        ),
        end("done"),
        path("s work check done"),
        name=name,
    )


def extension_files() -> dict[str, bytes]:
    """Return the extension procedure as it is deployed: diagram, table and forms."""
    folder = ROOT / "processes" / "extension-request"
    found = [*folder.glob("*.bpmn"), *folder.glob("*.dmn"), *(ROOT / "forms").glob("extension-*.form")]
    return {file.name: file.read_bytes() for file in found}


def with_commissions(city: City, deadline: str = "") -> City:
    """Deploy both in a city."""
    city.deploy({"commission.bpmn": commission(deadline), **extension_files()})
    return city
