"""`.venv/bin/python -m tests.replay.record`: record the corpus of this format and version, from every story and every command of a case;
where a command that the engine carries out is in no recorded case, a further file with the stories and commands that have come since and
give it; and where a diagram of ours has a wait state at which no recorded case stands, a further file with cases that do, each with its
snapshot.

A file that is there is never written anew: it is the record of what that version did.
"""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app import __version__
from app.audit.hash_chain import engine_version
from app.cli.simulate.city_of_its_own import city_of_its_own
from app.cli.simulate.play import play
from app.engine.snapshot import FORMAT
from app.store.database import Database
from tests.audit.test_replay import OF_A_CASE
from tests.builders.city import City
from tests.fixtures.city import founded as founded_city
from tests.replay.recorded import CORPUS, Recorded, files_of, missing_commands, recorded_names, taken, write
from tests.replay.waits import fewest, recorded_waits, states_of, wait_states, with_waits
from tests.scenarios.stories import ALIKE_EVERYWHERE, CITY, STORIES, found, read_story
from tests.service.rows import ROWS

PATH: Final = CORPUS / f"format-{FORMAT}-duban-{__version__}.jsonl.xz"


def main() -> int:
    if PATH.exists():
        print(f"{PATH} is there: what a version recorded stays as it is")
    else:
        record_all()
    record_further()
    return record_waits()


def record_all() -> None:
    files, cities = _played(set(STORIES), set(OF_A_CASE))
    _write(PATH, files, cities)


def record_further() -> None:
    """Record what gives commands that no recorded case of this format and version has."""
    missing = missing_commands(FORMAT, __version__)
    if not missing:
        return
    known = recorded_names(FORMAT, __version__)
    files, cities = _played(set(STORIES) - known, {name for name in OF_A_CASE if f"command/{name}" not in known})
    chosen = [city for city in cities if city.commands & missing]
    number = len(list(CORPUS.glob(f"{_stem(PATH)}-further-*"))) + 1
    _write(PATH.with_name(f"{_stem(PATH)}-further-{number}.jsonl.xz"), files, chosen)


def _played(stories: set[str], commands: set[str]) -> tuple[dict[str, bytes], list[Recorded]]:
    """Return the cities of stories and of commands as they come out, with the files that were deployed in them."""
    files: dict[str, bytes] = {}
    cities: list[Recorded] = []
    with TemporaryDirectory() as folder:
        founded: dict[str, Path] = {}
        for name, path in STORIES.items():
            if name not in stories:
                continue
            process = name.partition("/")[0]
            if process not in founded:
                founded[process] = found(process, Path(folder) / process)
            with city_of_its_own(founded[process], ALIKE_EVERYWHERE) as duban:
                play(read_story(path), duban.door, CITY, path.parent)
                _take(duban.database, name, files, cities)
        founded_city(f"sqlite:///{folder}/founded.db")
        for name in (one for one in OF_A_CASE if one in commands):
            shutil.copyfile(f"{folder}/founded.db", f"{folder}/{name}.db")
            city = City(f"sqlite:///{folder}/{name}.db")
            row = next(row for command, row in ROWS.items() if command.__name__ == name)
            row.run(city, row.make(city), row.who)
            _take(city.database, f"command/{name}", files, cities)
            city.close()
    return files, cities


def _write(path: Path, files: Mapping[str, bytes], cities: list[Recorded]) -> None:
    needed = {row["digest"] for city in cities for row in city.tables["definition"]}
    write(path, {"format": FORMAT, "product": __version__, "engine": engine_version()}, {one: files[one] for one in needed}, cities)
    print(f"{path}: {len(cities)} cities, {sum(len(city.cases) for city in cities)} cases, {path.stat().st_size} bytes")


def _stem(path: Path) -> str:
    return path.name.partition(".jsonl")[0]


def record_waits() -> int:
    """Record stories until a case stands at each wait state; return the exit code: 1 where no story of ours comes to one."""
    missing = wait_states() - recorded_waits(FORMAT, __version__)
    wanted = {name for name in STORIES if "/identity-kept" in name} if not recorded_waits(FORMAT, __version__) else set[str]()
    files: dict[str, bytes] = {}
    told: dict[str, Recorded] = {}
    with TemporaryDirectory() as folder:
        founded: dict[str, Path] = {}
        for name, path in STORIES.items() if missing else ():
            process = name.partition("/")[0]
            if process not in founded:
                founded[process] = found(process, Path(folder) / process)
            with city_of_its_own(founded[process], ALIKE_EVERYWHERE) as duban:
                play(read_story(path), duban.door, CITY, path.parent)
                with duban.database.read() as store:
                    told[name] = with_waits(store, duban.door.surroundings, taken(store, name))
                    files.update(files_of(store))
    chosen = sorted(fewest(told, missing, wanted), key=lambda city: city.name)
    if chosen:
        number = len(list(CORPUS.glob(f"{_stem(PATH)}-waits-*"))) + 1
        path = PATH.with_name(f"{_stem(PATH)}-waits-{number}.jsonl.xz")
        needed = {row["digest"] for city in chosen for row in city.tables["definition"]}
        write(
            path,
            {"format": FORMAT, "product": __version__, "engine": engine_version()},
            {digest: files[digest] for digest in needed},
            chosen,
        )
        print(f"{path}: {len(chosen)} cities, {sum(len(city.waits) for city in chosen)} snapshots, {path.stat().st_size} bytes")
    left = missing - {state for city in chosen for state in states_of(city)}
    for process, element in sorted(left):
        print(f"no story comes to {element} of {process}: write one")
    return 1 if left else 0


def _take(database: Database, name: str, files: dict[str, bytes], cities: list[Recorded]) -> None:
    with database.read() as store:
        recorded = taken(store, name)
        files.update(files_of(store))
    if recorded.cases:
        cities.append(recorded)


if __name__ == "__main__":
    sys.exit(main())
