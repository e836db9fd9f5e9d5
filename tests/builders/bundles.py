"""Bundles of evidence, taken apart, altered and put together again."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Files = dict[str, bytes]
MANIFEST: Final = "manifest.json"


def opened(raw: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def written(files: Files, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        for name, raw in files.items():
            bundle.writestr(name, raw)
    return path


def text_of(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def rows(files: Files, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[name].decode().split("\n") if line]


def put(files: Files, name: str, found: list[dict[str, Any]]) -> None:
    files[name] = b"".join(text_of(row) + b"\n" for row in found)


def changed(files: Files, name: str, change: Callable[[list[dict[str, Any]]], Any]) -> None:
    """Change the rows of a file in place."""
    found = rows(files, name)
    change(found)
    put(files, name, found)


def digest_of(event: dict[str, Any]) -> str:
    return hashlib.sha256(text_of({name: value for name, value in event.items() if name != "digest"})).hexdigest()


def rechained(found: list[dict[str, Any]]) -> None:
    """Compute a chain anew, as one would who changed it."""
    previous = "0" * 64
    for seq, event in enumerate(found, 1):
        event |= {"seq": seq, "previous_digest": previous}
        event["digest"] = previous = digest_of(event)


def refitted(files: Files, private: bytes) -> None:
    """Let the manifest say what the files are now, signed: as only somebody with the city's key could."""
    manifest = json.loads(files[MANIFEST])
    manifest.pop("signature")
    manifest["files"] = [
        {"name": name, "sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
        for name, raw in sorted(files.items())
        if name != MANIFEST
    ]
    events = rows(files, "events.jsonl")
    manifest |= {"events": len(events), "head": events[-1]["digest"]}
    signed(manifest, private)
    files[MANIFEST] = text_of(manifest)


def signed(said: dict[str, Any], private: bytes) -> None:
    said.pop("signature", None)
    said["signature"] = Ed25519PrivateKey.from_private_bytes(private).sign(text_of(said)).hex()
