"""Which cases the pages of statistics are about, as an address says it; and who may ask."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import request

from app.domain.actor import Actor
from app.domain.permissions import looks_across
from app.domain.rejection import Rejection
from app.queries.case_choice import CaseChoice, newest_process, versions_of
from app.queries.case_list import process_names
from app.queries.case_statistics import Spread
from app.queries.staff import every_unit
from app.web.events_query import days_between
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.frame import calendar, now, person, wording
from app.web.presentation.statistics_view import ChoiceView, working_time
from app.web.query_values import require_once
from app.web.surface import surface

NAMES: Final = ("process", "version", "from", "to", "unit")
TABS: Final = (("ways", "/statistics"), ("lateness", "/statistics/lateness"), ("deviations", "/statistics/deviations"))
ENDINGS: Final = ("csv", "xlsx")
ALL_VERSIONS: Final = "all"
Versions = Sequence[Mapping[str, Any]]


def observer() -> Actor:
    """Return who is signed in. Raises Rejection("forbidden") for anybody but an auditor or a supervisor."""
    actor = person()
    if not looks_across(actor):
        raise Rejection("forbidden", "Expected an auditor or a supervisor to look across cases, but you are neither")
    return actor


def asked(names: Iterable[str] = NAMES) -> dict[str, str]:
    """Return what the address says of each name. Raises Rejection("bad_filter") for one said twice."""
    require_once(names)
    return {name: request.args.get(name, "").strip()[:100] for name in names}


def read_choice(actor: Actor, said: Mapping[str, str], *, files: bool = False) -> CaseChoice:
    """Return the cases that are meant: where a version is asked for too, without a process those of the newest case's.

    Raises Rejection("bad_filter").
    """
    process = said["process"] or (surface().door.ask(newest_process, actor) if "version" in said else "")
    version, text = 0, said.get("version", "")
    if text not in ("", ALL_VERSIONS):
        if not (text.isascii() and text.isdigit() and len(text) < 7):
            raise Rejection("bad_filter", "Expected a version such as 2, but found %(found)s", found=text[:20])
        version = int(text)
    return CaseChoice(process, version, *days_between(said), said["unit"], files=files)


def address(path: str, said: Mapping[str, str], **more: str) -> str:
    """Return an address with what was asked for, and more."""
    query = urlencode({name: text for name, text in (dict(said) | more).items() if text})
    return f"{path}?{query}" if query else path


def with_version(actor: Actor, said: Mapping[str, str], *, files: bool = False) -> tuple[CaseChoice, dict[str, str], Versions]:
    """Return the choice with its version, by default the newest by which cases run; what the address would say; and the versions there
    are, that of the choice first."""
    choice = read_choice(actor, said, files=files)
    versions = list(surface().door.ask(versions_of, actor, choice.process))
    version = said["version"] or (str(versions[0]["version"]) if versions else "")
    said = {**said, "process": choice.process, "version": version}
    choice = read_choice(actor, said, files=files)
    versions.sort(key=lambda one: one["version"] != choice.version)
    return choice, said, versions


def choice_view(path: str, said: dict[str, str], versions: Versions = ()) -> ChoiceView:
    door = surface().door
    return ChoiceView(
        asked=said,
        processes=tuple((id, process_name(digest, id, name)) for id, name, digest in door.ask(process_names)),
        units=tuple(door.ask(every_unit)),
        tabs=tuple((name, address(href, {one: said.get(one, "") for one in NAMES}), href == path) for name, href in TABS),
        versions=tuple(sorted(((str(one["version"]), one["digest"], one["cases"]) for one in versions), key=lambda one: -int(one[0]))),
    )


def step_names(digests: Iterable[object]) -> dict[str, str]:
    """Return the names of elements of several versions; where they differ, that of the first."""
    names: dict[str, str] = {}
    for digest in digests:
        for id, name in element_names(str(digest)).items():
            names.setdefault(id, name)
    return names


def day_seconds() -> int:
    """Return the office time of a normal working day as of today."""
    return int(calendar().normal_office_time(wording().local(now()).date()).total_seconds())


def took(spread: Spread, percent: int) -> str:
    return working_time(wording(), spread.at(percent), day_seconds())


def file_addresses(names: Iterable[str], said: Mapping[str, str]) -> dict[str, str]:
    """Return where the files of a page are, by name and ending."""
    return {f"{name}.{ending}": address(f"/statistics/{name}.{ending}", said) for name in names for ending in ENDINGS}
