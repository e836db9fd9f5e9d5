"""floor_app.py: the engine, Flask and one transaction, nothing else (no process C)."""

from collections.abc import Sequence
from typing import Any

from tests.bench.adapters.target import Target


class Floor(Target):
    async def start(self, process: str) -> Any:
        return (await self.http.request("POST", f"/start/{process}"))[1]["id"]

    async def tasks(self, instance: Any) -> Sequence[Any]:
        found: Sequence[Any] = (await self.http.request("GET", f"/tasks?instance={instance}"))[1]
        return found

    async def complete(self, task: Any, answers: dict[str, Any]) -> None:
        await self.http.request("POST", f"/complete/{task}", answers)

    async def work_list(self) -> int:
        return len((await self.http.request("GET", f"/worklist?who=bench&limit={self.page}"))[1]["items"])
