"""`.venv/bin/python -m tests.replay.record`: record the corpus of this format and version, from every story and every command of a case.

A file that is there is never written anew: it is the record of what that version did.
"""

import shutil
import sys
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
from tests.replay.recorded import CORPUS, Recorded, files_of, taken, write
from tests.scenarios.stories import ALIKE_EVERYWHERE, CITY, STORIES, found, read_story
from tests.service.rows import ROWS

PATH: Final = CORPUS / f"format-{FORMAT}-duban-{__version__}.jsonl.xz"


def main() -> int:
    if PATH.exists():
        print(f"{PATH} is there: what a version recorded stays as it is")
        return 1
    files: dict[str, bytes] = {}
    cities: list[Recorded] = []
    with TemporaryDirectory() as folder:
        founded: dict[str, Path] = {}
        for name, path in STORIES.items():
            process = name.partition("/")[0]
            if process not in founded:
                founded[process] = found(process, Path(folder) / process)
            with city_of_its_own(founded[process], ALIKE_EVERYWHERE) as duban:
                play(read_story(path), duban.door, CITY)
                _take(duban.database, name, files, cities)
        founded_city(f"sqlite:///{folder}/founded.db")
        for name in OF_A_CASE:
            shutil.copyfile(f"{folder}/founded.db", f"{folder}/{name}.db")
            city = City(f"sqlite:///{folder}/{name}.db")
            row = next(row for command, row in ROWS.items() if command.__name__ == name)
            row.run(city, row.make(city), row.who)
            _take(city.database, f"command/{name}", files, cities)
            city.close()
    write(PATH, {"format": FORMAT, "product": __version__, "engine": engine_version()}, files, cities)
    print(f"{PATH}: {len(cities)} cities, {sum(len(city.cases) for city in cities)} cases, {PATH.stat().st_size} bytes")
    return 0


def _take(database: Database, name: str, files: dict[str, bytes], cities: list[Recorded]) -> None:
    with database.read() as store:
        recorded = taken(store, name)
        files.update(files_of(store))
    if recorded.cases:
        cities.append(recorded)


if __name__ == "__main__":
    sys.exit(main())
