"""What a part of a diagram that has no name is called: by what lies in it, or comes after it. An id says nothing to people."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.diagram import DiagramElement, Process
from app.domain.marked import marked
from app.web.pages.frame import wording
from app.web.pages.next_step import next_steps

_MEET: Final = marked("where the ways to %(steps)s meet")
_PART: Final = marked("where the ways to %(steps)s part")
_INSIDE: Final = marked("the part with %(steps)s")
_BEGIN: Final = marked("the start of %(steps)s")
_END: Final = marked("the end of %(steps)s")
_MOST: Final = 3


def unnamed_words(process: Process, element: DiagramElement, names: Mapping[str, str]) -> str:
    """Return words for a gateway, a start, an end or a sub-process without a name; empty for any other, which is to have one, and where
    nothing around it is named. names: by id, in the language of the page."""
    if "Gateway" in element.kind:
        steps = [names.get(step.id, "") for step in next_steps(process, element.id)]
        return _words(_MEET if len(element.incoming) > 1 else _PART, steps)
    if element.kind == "subProcess":
        return _words(_INSIDE, [names.get(inner.id, "") for inner in process.inside(element.id)])
    if element.kind in ("startEvent", "endEvent"):
        return _words(_BEGIN if element.kind == "startEvent" else _END, [names.get(element.parent_id, "")])
    return ""


def _words(template: str, steps: Sequence[str]) -> str:
    show, named = wording(), [step for step in steps if step]
    told = [*(f"“{step}”" for step in named[:_MOST]), *(["…"] if len(named) > _MOST else [])]
    return show._(template, steps=("" if show.language.startswith("zh") else ", ").join(told)) if told else ""
