"""What a correction changed, by the labels that people read."""

from app.domain.actor import Actor
from app.domain.rejection import Message
from app.form import view_form
from app.form.view_form import view_all
from app.queries.case_papers import documents
from app.queries.corrections import correctable, corrections
from app.queries.overtaken_papers import overtaken_papers
from app.web.pages.answer_words import answer_lines, file_lines
from app.web.pages.definition_words import form_here
from app.web.pages.frame import now, wording
from app.web.surface import surface


def correction_of(actor: Actor, case_key: int, task_key: int | None) -> frozenset[str]:
    """Return what a page offers about correcting a completed step, or the registration (None): `correct`, or `why-it-stands` where nothing
    of it can be corrected any more; nothing to who may not, and where nothing was asked."""
    found = surface().door.ask(correctable, surface().door.surroundings, actor, case_key, task_key, now())
    return frozenset() if found is None else frozenset({"correct"} if found else {"why-it-stands"})


def corrected_lines(actor: Actor, case_key: int) -> dict[int, list[Message]]:
    """Return, by the event's place in the chain, a line for each answer: its label, the old value and the new one; and one that says
    which issued papers say otherwise."""
    door, show = surface().door, wording()
    found: dict[int, list[Message]] = {}
    said = door.ask(corrections, door.surroundings, actor, case_key)
    files = {str(row["key"]): row["name"] for row in door.ask(documents, actor, case_key)} if said else {}
    for one in said:
        world = door.ask(door.surroundings.feel_world, now())
        form = form_here(one.form)
        was, after = (
            dict([*answer_lines(form, answers, answers, world, show), *file_lines(form, answers, files, world, show)])
            for answers in (one.was, one.now)
        )
        names = dict.fromkeys([*was, *after])
        boxes = {field.label for field in view_all(view_form(form, {}, {**one.was, **one.now}, world, {})) if field.kind == "checkbox"}
        blank = {name: show._("no") if name in boxes else "-" for name in names}
        template = "%(label)s: %(was)s → %(now)s"
        found[one.seq] = [
            Message(template, {"label": name, "was": was.get(name, blank[name]), "now": after.get(name, blank[name])}) for name in names
        ]
    for seq, papers in door.ask(overtaken_papers, door.surroundings, case_key).told.items() if said else ():
        words = Message("issued papers say otherwise and stay as they are: %(papers)s", {"papers": show._(", ").join(papers)})
        found.setdefault(seq, []).append(words)
    return found
