"""What a case runs in: the deployed files and the calendar of the city, read once and shared between threads."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.audit.case_facts import CaseFacts
from app.audit.element_reads import ElementReads, element_reads
from app.audit.process_detail import ProcessDetail, process_detail
from app.diagram import Diagram, read_diagram
from app.diagram.way_in import WayIn, ways_in
from app.dmn import DecisionModel, DecisionResult, read_decisions
from app.domain.calendar import Calendar
from app.domain.calendar_functions import feel_functions
from app.domain.lost_definitions import LOST
from app.domain.marked import marked
from app.domain.ports import Files, Press
from app.domain.rejection import Rejection
from app.engine.program import Programs
from app.engine.world import World
from app.feel import FeelWorld
from app.feel.nearest import nearest_name
from app.form import Form, read_form
from app.paper import PaperTemplate, read_paper
from app.store import read_calendar, read_definitions
from app.store.database import Reader

Document = TypeVar("Document")
CACHED_FILES = 512
_LIKENED = 300


def not_deployed(kind: str, id: str, nearest: str = "") -> Rejection:
    """Return what is said of a process, form or decision that nobody has deployed. nearest: the deployed id most like it, if any."""
    if not nearest:
        return Rejection("not_found", "Expected a deployed %(kind)s %(id)s, but there is none", kind=kind, id=id)
    template = marked("Expected a deployed %(kind)s %(id)s, but there is none; the nearest is %(nearest)s")
    return Rejection("not_found", template, kind=kind, id=id, nearest=nearest)


def nearest_decision(store: Reader, id: str) -> str:
    """Return the id of a deployed decision that is most like one that there is not; "" where none is like it."""
    known = read_definitions.ids(store, "decision", _LIKENED)
    # There may be one by the id itself, but not by the version tag that is asked for.
    return "" if id in known else nearest_name(id, known)


class Cache:
    """Documents by digest, the longest unused dropped first. A digest never stands for other bytes, so nothing ever grows old."""

    def __init__(self, size: int) -> None:
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._size, self._lock = size, Lock()

    def get(self, key: Any, make: Callable[[], Document]) -> Document:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: Document = self._kept[key]
                return kept
        made = make()
        self.put(key, made)
        return made

    def put(self, key: Any, made: Any) -> None:
        """Keep something under a key, in the place of what was kept there."""
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def known(self, key: Any) -> Any:
        """Return what is kept under a key; None where nothing is."""
        with self._lock:
            return self._kept.get(key)

    def has(self, wanted: Callable[[Any], bool]) -> bool:
        """Say whether anything is kept under a key like that."""
        with self._lock:
            return any(wanted(key) for key in self._kept)


class Surroundings:
    """Shared by all threads of one process. zone: the city's. publish_four_eyes: a deployment waits for a second designer.

    secret: the city's own, kept outside the database. press, files: what papers are printed with, and where their files go.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        *,
        publish_four_eyes: bool = False,
        secret: str = "",
        press: Press | None = None,
        files: Files | None = None,
    ) -> None:
        self.zone, self.publish_four_eyes, self.secret = zone, publish_four_eyes, secret
        self.press, self.files = press, files
        self.programs = Programs()
        self._files, self._calendars, self._functions = Cache(CACHED_FILES), Cache(8), Cache(8)

    def calendar(self, store: Reader) -> Calendar:
        """Return the calendar in force: the newest version of every year entered."""
        return self.calendar_of(store, read_calendar.newest_version(store))

    def calendar_of(self, store: Reader, version: int) -> Calendar:
        """Return the calendar as it stood in a version."""
        return self._calendars.get(version, lambda: Calendar.from_years(str(version), read_calendar.years(store, version), self.zone))

    def diagram(self, store: Reader, digest: str) -> Diagram:
        return self._files.get(("diagram", digest), lambda: read_diagram(read_definitions.resource(store, digest), digest))

    def diagram_for_words(self, store: Reader, digest: str) -> Diagram | None:
        """Return a diagram whose names stand beside what is shown; None where its file is lost, which takes nothing else with it."""
        try:
            return self.diagram(store, digest)
        except LOST:
            return None

    def form_for_words(self, store: Reader, digest: str) -> Form | None:
        """Return a form whose labels stand beside what is shown; None where its file is lost."""
        try:
            return self.form(store, digest)
        except LOST:
            return None

    def process_detail(self, store: Reader, digest: str, process_id: str) -> ProcessDetail:
        return self._files.get(("detail", digest, process_id), lambda: process_detail(self.diagram(store, digest), process_id, digest))

    def ways_in(self, store: Reader, digest: str, process_id: str) -> tuple[WayIn, ...]:
        """Return how a paper case can be put at each step of a process."""

        def read() -> tuple[WayIn, ...]:
            process = self.diagram(store, digest).process(process_id)
            return ways_in(process) if process is not None else ()

        return self._files.get(("ways in", digest, process_id), read)

    def element_reads(self, store: Reader, digest: str, process_id: str) -> Mapping[str, ElementReads]:
        """Return what the elements of a process read as they act."""

        def read() -> Mapping[str, ElementReads]:
            process = self.diagram(store, digest).process(process_id)
            return element_reads(process) if process is not None else {}

        return self._files.get(("element reads", digest, process_id), read)

    def form(self, store: Reader, digest: str) -> Form:
        return self._files.get(("form", digest), lambda: read_form(read_definitions.resource(store, digest), digest))

    def paper(self, store: Reader, digest: str) -> PaperTemplate:
        return self._files.get(("paper", digest), lambda: read_paper(read_definitions.resource(store, digest), digest))

    def decisions(self, store: Reader, digest: str) -> DecisionModel:
        def read() -> DecisionModel:
            return read_decisions(read_definitions.resource(store, digest), digest, self.imported_decisions(store, digest))

        return self._files.get(("decisions", digest), read)

    def imported_decisions(self, store: Reader, digest: str) -> list[DecisionModel]:
        """Return the models that a model was deployed with because it imports them."""
        return [self.decisions(store, imported) for imported in read_definitions.imports_of(store, digest)]

    def feel_world(self, store: Reader, now: datetime) -> FeelWorld:
        return self._feel(self.calendar(store), now)

    def _feel(self, calendar: Calendar, now: datetime) -> FeelWorld:
        functions = self._functions.get(calendar.version, lambda: feel_functions(calendar))
        return FeelWorld(now=now, zone=self.zone, functions=functions)

    def world(self, store: Reader, case_key: int, now: datetime, decided_at: datetime) -> World:
        """Return what the steps of one command may ask. now: the effective instant; decided_at: the deciding one."""
        calendar = self.calendar(store)
        feel = self._feel(calendar, now)
        # Those that ask the store need to know which file is asking, which the engine says in the world itself: hence the list.
        made: list[World] = []
        made.append(
            World(
                now=now,
                feel=feel,
                calendar=calendar,
                programs=self.programs,
                load=partial(read_definitions.resource, store),
                resolve_process=lambda *names: self._resolve_process(store, made[0], *names),
                resolve_form=lambda *names: self._resolve_form(store, made[0], *names),
                decide=lambda *names: self._decide(store, made[0], *names),
                case_facts=CaseFacts(store, case_key, self.zone),
                decided_at=decided_at,
            )
        )
        return made[0]

    def reckon_by(self, world: World, store: Reader, version: int) -> None:
        """Let a world count by a version of the calendar other than the newest."""
        world.calendar = self.calendar_of(store, version)
        world.feel = self._feel(world.calendar, world.now)

    def _deployment_of(self, store: Reader, world: World) -> int | None:
        found = store.value(
            "SELECT deployment_key FROM definition WHERE digest = :digest ORDER BY key DESC LIMIT 1", digest=world.asking_digest
        )
        return None if found is None else int(found)

    def _bound(self, store: Reader, world: World, kind: str, id: str, binding: str, tag: str | None) -> Mapping[str, Any]:
        deployment = self._deployment_of(store, world) if binding == "deployment" else None
        found = read_definitions.bound(store, kind, id, binding=binding, version_tag=tag, deployment_key=deployment)
        if found is None:
            raise not_deployed(kind, id, nearest_decision(store, id) if kind == "decision" else "")
        return found

    def _resolve_process(self, store: Reader, world: World, process_id: str, binding: str, tag: str | None) -> tuple[str, str]:
        found = self._bound(store, world, "process", process_id, binding, tag)
        return found["digest"], found["id"]

    def _resolve_form(self, store: Reader, world: World, form_id: str, binding: str, tag: str | None) -> tuple[str, int]:
        found = self._bound(store, world, "form", form_id, binding, tag)
        return found["digest"], found["version"]

    def _decide(
        self, store: Reader, world: World, decision_id: str, binding: str, tag: str | None, variables: Mapping[str, Any]
    ) -> DecisionResult:
        found = self._bound(store, world, "decision", decision_id, binding, tag)
        world.answering_digest = found["digest"]
        return self.decisions(store, found["digest"]).evaluate(decision_id, variables, world.feel)
