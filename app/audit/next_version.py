"""Which version of itself a definition becomes when it is deployed, and whether it is in force."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from app.domain.keys import BLOCK
from app.store import read_definitions
from app.store.database import Reader, Row


class Deploying(Struct, frozen=True):
    """One deployment. state: active, or pending until a second person confirms it. account: who deploys."""

    store: Reader
    account: str
    deployment: int
    state: str
    new_number: Callable[[str], int]


def next_version(found: dict[str, Any], digest: str, file_name: str, by: Deploying) -> dict[str, Any]:
    """Return the definition as it stands after the deployment: the same file again is the same version."""
    newest = read_definitions.newest(by.store, found["kind"], found["id"])
    if newest is not None and newest["state"] != "retired" and newest["digest"] == digest and newest["resource_name"] == file_name:
        return {
            **found,
            "key": str(newest["key"]),
            "version": newest["version"],
            "digest": digest,
            "file": file_name,
            "deploymentKey": str(newest["deployment_key"]),
            "isNew": False,
            **_standing(newest, by),
        }
    version = 1 if newest is None else newest["version"] + 1
    return {
        **found,
        "key": str(by.new_number("case") * BLOCK),
        "version": version,
        "digest": digest,
        "file": file_name,
        "deploymentKey": str(by.deployment),
        "state": by.state,
        "isNew": True,
    }


def _standing(newest: Row, by: Deploying) -> dict[str, Any]:
    """Return the state of a version that is deployed again: somebody else than its first deployer confirms it."""
    if newest["state"] != "pending":
        return {"state": newest["state"]}
    first = by.store.value("SELECT deployed_by FROM deployment WHERE key = :key", key=newest["deployment_key"])
    if _person(first) == _person(by.account):
        return {"state": "pending"}
    return {"state": "active", "confirmed": True}


def _person(account: str) -> str:
    """Return whose account it is: a person at the command line is the same one as in the browser."""
    return account.removeprefix("cli:")
