"""Where a refused or a finished change of a task leads: back to the task, beside the list that the person came from."""

from urllib.parse import parse_qsl, urlsplit

from flask import request

from app.web.pages.frame import safe_next
from app.web.pages.task_rows import read_filters, task_href


def address_of_task(key: int, **more: str) -> str:
    """Return the address of a task. more: what else it says, such as what was refused; what is empty is left out."""
    before = safe_next(request.form.get("_next") or request.form.get("next"), "/work-list")
    return task_href(read_filters(given=dict(parse_qsl(urlsplit(before).query))), key, **more)
