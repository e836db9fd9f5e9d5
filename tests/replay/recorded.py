"""Recorded cases as files: all that it takes to compute them again, as they were written by one version of the product.

A file holds a line of what they share (format of the snapshot, version, deployed files by digest), then a line a city with its cases.
"""

import base64
import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.audit.recorded_commands import COMMANDS
from app.audit.replay import STARTING
from app.store.database import Reader

CORPUS: Final = Path(__file__).parent / "corpus"
TABLES: Final = ("audit_event", "event_content", "case_secret", "definition", "calendar_version")
"""What a case is computed again from, besides the deployed files; and nothing of what shows it."""

SQL: Final = {
    "case_secret": "SELECT * FROM case_secret WHERE case_key <> '0'",
    "audit_event": "SELECT * FROM audit_event WHERE case_key <> '0'",
    "event_content": "SELECT * FROM event_content WHERE case_key <> '0'",
}


@dataclass(frozen=True)
class Recorded:
    """name: of the story or command. tables: rows by table. cases: the keys of its cases.

    waits: see tests.replay.waits.Wait, as plain values."""

    name: str
    tables: Mapping[str, list[dict[str, Any]]]
    waits: Sequence[Mapping[str, Any]] = ()

    @property
    def cases(self) -> list[int]:
        return sorted({int(row["case_key"]) for row in self.tables["audit_event"]})

    @property
    def commands(self) -> set[str]:
        return {row["command"] for row in self.tables["audit_event"]}


def taken(store: Reader, name: str) -> Recorded:
    """Return the cases of a city."""
    return Recorded(name, {table: [dict(row) for row in store.all(SQL.get(table, f"SELECT * FROM {table}"))] for table in TABLES})


def files_of(store: Reader) -> dict[str, bytes]:
    return {row["digest"]: bytes(row["content"]) for row in store.all("SELECT digest, content FROM resource")}


def put(store: Reader, recorded: Recorded, files: Mapping[str, bytes]) -> None:
    """Write the rows of recorded cases into an empty store, and the files that were deployed there."""
    digests = sorted({row["digest"] for row in recorded.tables["definition"]})
    store.run_many(
        "INSERT INTO resource (digest, content) VALUES (:digest, :content)", [{"digest": one, "content": files[one]} for one in digests]
    )
    for table, rows in recorded.tables.items():
        if rows:
            names = ", ".join(rows[0])
            values = ", ".join(f":{name}" for name in rows[0])
            store.run_many(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)


def write(path: Path, head: Mapping[str, Any], files: Mapping[str, bytes], cities: list[Recorded]) -> None:
    shared = {**head, "files": {digest: _plain(content) for digest, content in sorted(files.items())}}
    lines = [shared, *(_line(city) for city in cities)]
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.compress(text.encode(), preset=9))


def read(path: Path) -> tuple[dict[str, Any], dict[str, bytes], list[Recorded]]:
    """Return what the cases share, the deployed files, and the cities."""
    lines: Iterator[dict[str, Any]] = map(json.loads, lzma.decompress(path.read_bytes()).decode().splitlines())
    head = next(lines)
    files = _bytes(head.pop("files"))
    return head, files, [Recorded(line["name"], _bytes(line["tables"]), line.get("waits", ())) for line in lines]


def _cities(format: int, product: str) -> Iterator[Recorded]:
    """Yield the cities that one format and version recorded from their beginning."""
    for path in CORPUS.glob("*.jsonl.xz"):
        head, _, cities = read(path)
        if (head["format"], head["product"]) == (format, product) and "-waits-" not in path.name:
            yield from cities


def recorded_names(format: int, product: str) -> set[str]:
    return {city.name for city in _cities(format, product)}


def missing_commands(format: int, product: str) -> set[str]:
    """Return the commands that the engine carries out and no recorded case has."""
    return ({*COMMANDS, *STARTING}).difference(*(city.commands for city in _cities(format, product)))


def _line(city: Recorded) -> dict[str, Any]:
    return {"name": city.name, "tables": _plain(city.tables), **({"waits": list(city.waits)} if city.waits else {})}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _bytes(value: Any) -> Any:
    if isinstance(value, Mapping):
        return base64.b64decode(value["base64"]) if set(value) == {"base64"} else {name: _bytes(one) for name, one in value.items()}
    return [_bytes(one) for one in value] if isinstance(value, list) else value
