"""What a server has to offer to be measured."""

from collections.abc import Sequence
from typing import Any, Self

from tests.bench.rig.http_client import Http


class Target:
    """ONE client with ONE connection; `clone` makes another for concurrent load. A task handle is whatever `complete` needs.

    A start and a completion must not return before the next user task exists and is durable.
    """

    page = 100

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = Http(base)

    def clone(self) -> Self:
        other = type(self)(self.base)
        other.http.headers = dict(self.http.headers)
        return other

    def close(self) -> None:
        self.http.close()

    async def prepare(self) -> None:
        """Sign in; deploy processes A, B and C if the server does not know them."""

    async def start(self, process: str) -> Any:
        raise NotImplementedError

    async def tasks(self, instance: Any) -> Sequence[Any]:
        """Return the open user tasks of one instance, as a person's client would fetch them."""
        raise NotImplementedError

    async def complete(self, task: Any, answers: dict[str, Any]) -> None:
        raise NotImplementedError

    async def work_list(self) -> int:
        """Fetch the first page of the user's open tasks and return how many rows it had."""
        raise NotImplementedError

    async def finished(self, instance: Any) -> bool:
        raise NotImplementedError
