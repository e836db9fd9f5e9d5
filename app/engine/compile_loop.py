"""The multi-instance body around an element with a loop."""

import re
from typing import TYPE_CHECKING, Final

from app.engine.compile_text import expression, optional, variable
from app.engine.drawn import Node, child, said_once, text_in
from app.engine.element import Element
from app.engine.multi_instance import MultiInstance
from app.engine.refused import Refused

if TYPE_CHECKING:
    from app.engine.process_spec import ProcessSpec

_NAME: Final = re.compile(r"=?\s*([^\W\d]\w*)\s*")


def wrap(spec: "ProcessSpec", inner: Element, loop: Node) -> MultiInstance:
    """Put a body around an element: flows, boundary events and deadline are the body's, mappings the item's. Raises Refused."""
    element_id = inner.element_id
    drawn = said_once(loop, "loopCharacteristics")
    if child(loop, "loopCardinality") is not None or drawn is None or not drawn.get("inputCollection"):
        raise Refused(
            "loop-without-collection",
            element_id,
            "Expected an input collection on the multi-instance, but found none",
            "Go through a list; for a number n, through the FEEL list for i in 1..n return i",
        )
    del spec.task_specs[inner.name]
    body = MultiInstance(spec, inner.name, element_id)
    inner.name = body.item = f"{inner.name}#item"
    spec.task_specs[inner.name] = inner
    body.sequential = loop.get("isSequential") == "true"
    body.collection = expression(element_id, "the input collection", drawn.get("inputCollection"), always=True)
    body.element = variable(element_id, "the input element", drawn.get("inputElement")) if drawn.get("inputElement") else None
    body.output = variable(element_id, "the output collection", drawn.get("outputCollection")) if drawn.get("outputCollection") else None
    source = drawn.get("outputElement") or ""
    body.output_element = optional(element_id, "the output element", source, always=True)
    name = _NAME.fullmatch(source)
    body.output_local = name[1] if name and name[1] not in ("true", "false", "null") else None
    body.condition = optional(element_id, "the completion condition", text_in(child(loop, "completionCondition")), always=True)
    body.label = inner.label
    return body
