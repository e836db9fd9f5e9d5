"""What became of each step of a case, for its dossier: what a person decided, and what silence brought about by law. The two never mix.

Source: screens, "A fact of law".
"""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.marked import marked
from app.form.read_value import option_text
from app.queries.history import HistoryEvent
from app.queries.replayed_case import ReplayedCase
from app.web.pages.definition_words import CaseNames
from app.web.pages.value_words import ValueWords, WordsByScope
from app.web.presentation.wording import Wording

_SILENCE: Final = {"consent": marked("counts as consent"), "approval": marked("counts as approval")}
_DONE: Final = marked("done")
_OPEN: Final = marked("in hand")
_BY_LAW: Final = marked("A consequence of law, which nobody handled")

Outcome = tuple[str, str, str, str]
"""Step with its department, what came of it, when, and who or by which rule."""


def outcomes_of(event: HistoryEvent, names: CaseNames, words: WordsByScope, show: Wording, when: str, who: str) -> list[Outcome]:
    """Return what an event decided: the answers that were chosen from a form's words, and each silence that took effect.

    when, who: of the event, as its row says them.
    """
    found = []
    for fact in event.facts:
        step = names.of(
            fact.get("elementId"), fact.get("elementInstanceKey"), fact.get("processInstanceKey"), event.event["definition_digest"]
        )
        if fact["fact"] == "deadline_lapsed":
            silence = show._(_SILENCE.get(str(fact.get("silence")), _SILENCE["consent"]))
            basis = " ".join(filter(None, (str(show.article(fact["article"])) if fact.get("article") else "", show._(_BY_LAW))))
            found.append((step, silence, when, basis))
        elif fact["fact"] == "task_completed" and event.event["kind"] == "task_completed":
            chosen = _chosen(event.recorded.get("answers") or {}, words.of(str(fact.get("processInstanceKey"))), show)
            found.append((step, "\n".join(chosen) or show._(_DONE), when, who))
    return found


def _chosen(answers: Mapping[str, Any], words: ValueWords, show: Wording) -> list[str]:
    """Return what was chosen from the words of a form."""
    plain = {name: value for name, value in answers.items() if not isinstance(value, Mapping | list)}
    return [
        show._("%(name)s: %(after)s", name=words.label(name) or name, after=words.line(name, value))
        for name, value in plain.items()
        if (name, option_text(value)) in words.choices
    ]


def still_open(found: ReplayedCase, names: CaseNames, show: Wording) -> list[Outcome]:
    """Return the steps that wait for somebody still."""
    at = found.at
    waiting = ((key, at.active[key]) for key in at.forms if key in at.active)
    return [(names.of(token.element, key, token.instance), show._(_OPEN), "", "") for key, token in waiting]
