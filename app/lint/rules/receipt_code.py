"""The rule receipt-code."""

import re
from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "receipt-code",
    ERROR,
    instead="Write two capital letters that no other procedure has, for example QZ.",
)
def receipt_code(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Receipt numbers begin with the two letters of their procedure, so that people and the hotline know where a number
    belongs.
    """
    for process in diagram.processes:
        code = process.properties.get("receipt.code")
        if code is not None and not re.fullmatch("[A-Z]{2}", code):
            yield at(process, "Expected two capital letters as receipt.code, but found %(code)s", code=code)
        for other in around.processes.values():
            if code and other.id < process.id and other.properties.get("receipt.code") == code:
                yield at(process, "Expected a receipt.code of its own, but found that of %(other)s: %(code)s", other=other.title, code=code)
