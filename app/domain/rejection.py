"""The one error that a person's or a program's input can cause."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

CODES: Final = frozenset(
    {
        # 400: badly formed
        "bad_request",
        "bad_value",
        "bad_xml",
        "bad_diagram",
        "bad_form",
        "bad_paper",
        "bad_decision",
        "bad_expression",
        "bad_answers",
        "bad_file",
        "bad_filter",
        "bad_calendar",
        "calendar_unknown",
        # 401, 403, 404
        "signed_out",
        "forbidden",
        "four_eyes",
        "cross_site",
        "not_found",
        # 409: the state forbids it
        "state_forbids",
        "task_completed",
        "task_claimed",
        "task_unclaimed",
        "task_cancelled",
        "deadline_lapsed",
        "deadline_moved",
        "deadline_suspended",
        "extension_too_late",
        "not_extendable",
        "not_suspendable",
        "case_closed",
        "conflict",
        "duplicate_message",
        "figures_differ",
        "nothing_waits",
        "clock_backwards",
        "incident_resolved",
        "too_late",
        # 413, 422, 429, 503, 504; the provider of sign-ins is no part of the store: what needs neither goes on
        "too_large",
        "idempotency_mismatch",
        "too_many",
        "store_unavailable",
        "provider_unavailable",
        "newer_release",
        "timed_out",
    }
)


class Message(Struct, frozen=True):
    """A sentence for people: an English template that a catalogue may translate, and the facts that fill its `%(name)s`."""

    template: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return self.template % self.facts if self.facts else self.template


class Finding(Struct, frozen=True):
    """What is wrong with one element of a file, and what to do instead.

    severity: "error" refuses a deployment, "warning" and "note" do not.
    """

    rule: str
    severity: str
    file: str
    element_id: str | None
    message: Message
    instead: Message | None = None
    line: int | None = None


class Rejection(Exception):
    """A command or question that cannot be carried out; nothing has changed.

    code: one of CODES, the closed list that the REST surface publishes.
    template, facts: the sentence, as in Message. It says what was expected and what was found.
    findings: for refused files. field_errors: for refused answers, by field key.
    """

    def __init__(
        self,
        code: str,
        template: str,
        /,
        *,
        findings: Sequence[Finding] = (),
        field_errors: Mapping[str, Message] | None = None,
        **facts: Any,
    ) -> None:
        if code not in CODES:
            raise ValueError(f"Expected one of the codes of app.domain.rejection, but found {code!r}")
        self.code = code
        self.message = Message(template, facts)
        self.findings = tuple(findings)
        self.field_errors = dict(field_errors or {})
        super().__init__(str(self.message))

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.message.facts
