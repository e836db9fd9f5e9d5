"""What designers wrote in deployed files, in the language of the page. Stored facts keep the names as they were drawn."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from msgspec import Struct

from app.audit.ran_by import versions_of_case
from app.diagram import documentation_in, names_in, public_names_in
from app.domain.extension_request import PROCESS
from app.domain.languages import LANGUAGES
from app.domain.lost_definitions import LOST
from app.form import Form, translate_form
from app.queries.extension_requests import requested_deadlines
from app.queries.units_of_steps import labels_of_steps
from app.web.pages.unnamed_words import unnamed_words
from app.web.presentation.languages import DEFAULT, LANGUAGE
from app.web.presentation.traditional import traditional
from app.web.surface import surface

_MOST_KEPT: Final = 512


def element_names(digest: str) -> Mapping[str, str]:
    """Return the names of a diagram's elements, lanes and flows by id, and the process's under its own; none where the file is lost."""
    return _kept(_names, digest)


class CaseNames:
    """The names of the elements of a case's own process and of those called or run beside it.

    Two files may use one id for different elements. Which is meant is told by the process instance that the element belongs to, or by the
    file that an event names; where neither is known, both names are said: to say one would sometimes name a step that nobody took.
    A step that several units are asked at once is told apart by its unit; one of a request for more time, by what that is asked for.

    digest: of the file by which the case runs, or ran as of an event. What the case did by a former version has the names of that one.
    after: the event after which the case is told of; None: it is told of as it is.
    """

    def __init__(self, case_key: int, digest: str, after: int | None = None) -> None:
        ask = surface().door.ask
        instances = ask(lambda store: store.all("SELECT key, digest, process_id FROM process_instance WHERE case_key = :key", key=case_key))
        tasks = ask(lambda store: store.all("SELECT key, process_instance_key FROM user_task WHERE case_key = :key", key=case_key))
        self._file_of = {str(row["key"]): row["digest"] for row in instances} | {str(case_key): digest}
        self._own, self._versions = str(case_key), ask(versions_of_case, case_key)
        self._instance_of = {str(row["key"]): str(row["process_instance_key"]) for row in tasks}
        self._labels, self._after = ask(labels_of_steps, case_key), after
        requested = any(row["process_id"] == PROCESS for row in instances)
        self._asked = ask(requested_deadlines, case_key) if requested else {}
        self._all = dict(element_names(digest))
        for former in reversed(self._versions):
            self._all = {**element_names(former), **self._all}
        for other in sorted(set(self._file_of.values()) - {digest, *self._versions}):
            for id, name in element_names(other).items():
                known = self._all.setdefault(id, name)
                if name not in known.split(" / "):
                    self._all[id] = f"{known} / {name}"

    def of(
        self, element_id: str | None, key: object = None, instance: object = None, digest: str | None = None, event: int | None = None
    ) -> str:
        """Return the name of an element; its id where it has none.

        key: of the element instance. instance: of the process instance. digest: of the file that its event names. event: which tells of
        it: whose a step was as that came, also where it passed it on.
        """
        if not element_id:
            return ""
        return self.told_apart(self._name(element_id, key, instance, digest), key, event)

    def is_drawn(self, element_id: str, instance: object) -> bool:
        """Say whether an element has a name of its own in its diagram. instance: the process instance that it belongs to."""
        file = self._file_of.get(str(instance))
        return bool(self._all.get(element_id) if file is None else element_names(file).get(element_id))

    def plain(self, element_id: str, key: object) -> str:
        """Return the name of an element alone, where what stands beside it says whose it is."""
        return self._name(element_id, key, None, None)

    def told_apart(self, name: str, key: object, event: int | None = None) -> str:
        """Return the name of a step with the unit that it was asked of, where several are asked the same; of a request for more time with
        the step that is to have it. key: of the element instance, or of the request. event: as in `of`."""
        of_request = self._asked.get(str(key)) or self._asked.get(self._instance_of.get(str(key), ""))
        about = self.of(*of_request, event=event) if of_request is not None else ""
        return " · ".join(filter(None, (name, about or self._unit(key, event))))

    def _unit(self, key: object, event: int | None) -> str:
        labels = self._labels.get(str(key))
        if not labels:
            return ""
        ends = event if event is not None else self._after + 1 if self._after is not None else None
        return next((one.text for one in reversed(labels) if ends is None or one.seq < ends), labels[0].text)

    def _name(self, element_id: str, key: object, instance: object, digest: str | None) -> str:
        of = str(instance or self._instance_of.get(str(key)))
        files = (self._file_of.get(of), digest, *(self._versions if of == self._own else ()))
        if digest in self._versions and of == self._own:
            files = (digest, *files)
        for file in filter(None, files):
            if element_id in element_names(file):
                return element_names(file)[element_id] or element_id
        known = self._all.get(element_id)
        return known or next(filter(None, (without_name(file, element_id) for file in filter(None, files))), element_id)


def without_name(digest: str, element_id: str) -> str:
    """Return words for an element that has no name, by what lies around it; empty where the file is lost, or does not draw it."""
    door = surface().door
    try:
        diagram = door.ask(door.surroundings.diagram, digest)
    except LOST:
        return ""
    process = next((one for one in diagram.processes if element_id in one.elements), None)
    return unnamed_words(process, process.elements[element_id], element_names(digest)) if process is not None else ""


def public_names(digest: str) -> Mapping[str, str]:
    """Return the names that citizens read, by the ids of a diagram's elements."""
    return _kept(_public_names, digest)


def documentation(digest: str) -> Mapping[str, str]:
    """Return what is written about a diagram's elements, by their ids."""
    return _kept(_documentation, digest)


def _kept(read: Callable[[str, str], Mapping[str, str]], digest: str) -> Mapping[str, str]:
    """Return what a file says in the language of the page. One that is lost takes no list of cases with it: ids stand for its names."""
    try:
        return read(digest, LANGUAGE.get())
    except LOST:
        return {}


def process_name(digest: str | None, process_id: str, drawn: str) -> str:
    """Return the name of a process. drawn: its name where there is no file to ask."""
    return (element_names(digest).get(process_id) if digest else None) or drawn


def step_name(digest: str | None, element_id: str | None, drawn: str) -> str:
    """Return the name of a step. drawn: as the case keeps it; a step of another file, which has another name, is called by that."""
    try:
        same = bool(digest and element_id) and _names(digest or "", DEFAULT).get(element_id or "") == drawn
    except LOST:
        return drawn
    return element_names(digest or "").get(element_id or "", drawn) if same else drawn


def names_as_drawn(digest: str) -> Mapping[str, str]:
    """Return what elements are called on the page, by the names that are drawn: of words that hold such a name. None where the file is
    lost."""
    here = element_names(digest)
    return {drawn: here.get(id, drawn) for id, drawn in _kept(lambda file, _: _names(file, DEFAULT), digest).items() if drawn}


def form_here(form: Form) -> Form:
    """Return a form as it speaks on this page."""
    language = LANGUAGE.get()
    return form if language == DEFAULT else _form(_Same(form), language)


class _Same(Struct, frozen=True, eq=False):
    """A form as the key of what is kept: the very one that was read, since two that say the same are read from one file."""

    form: Form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.form is self.form

    def __hash__(self) -> int:
        return id(self.form)


# A digest never stands for another file, so what is kept never grows old.
@lru_cache(maxsize=_MOST_KEPT)
def _names(digest: str, language: str) -> Mapping[str, str]:
    door = surface().door
    return names_in(door.ask(door.surroundings.diagram, digest), LANGUAGES[language], words_otherwise(language))


@lru_cache(maxsize=_MOST_KEPT)
def _public_names(digest: str, language: str) -> Mapping[str, str]:
    door = surface().door
    return public_names_in(door.ask(door.surroundings.diagram, digest), LANGUAGES[language], words_otherwise(language))


@lru_cache(maxsize=_MOST_KEPT)
def _form(same: _Same, language: str) -> Form:
    return translate_form(same.form, LANGUAGES[language], words_otherwise(language))


@lru_cache(maxsize=_MOST_KEPT)
def _documentation(digest: str, language: str) -> Mapping[str, str]:
    door = surface().door
    return documentation_in(door.ask(door.surroundings.diagram, digest), LANGUAGES[language], words_otherwise(language))


def words_otherwise(language: str) -> Callable[[str], str]:
    """Return what words a text that the designer did not say in a language: traditional characters, else the text as it is."""
    return traditional if language == "zh_Hant" else _as_written


def _as_written(text: str) -> str:
    return text
