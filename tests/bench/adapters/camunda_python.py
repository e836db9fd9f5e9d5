"""camunda-python's REST layer: a subset of Camunda 7's /engine-rest. It has no sign-in; the three form fields go in as variables."""

from collections.abc import Sequence
from typing import Any

from tests.bench.adapters.target import Target
from tests.bench.processes import PROCESSES, Camunda

API = "/engine-rest"


class CamundaPython(Target):
    async def prepare(self) -> None:
        known = {found.get("key") for found in (await self.http.request("GET", f"{API}/process-definition"))[1]}
        for process_id, make in PROCESSES.values():
            if process_id not in known:
                await self.http.request("POST", f"{API}/deployment/create/xml", {"xml": make(Camunda()), "name": process_id})

    async def start(self, process: str) -> Any:
        return (await self.http.request("POST", f"{API}/process-instance", {"definitionKey": PROCESSES[process][0], "variables": {}}))[1][
            "id"
        ]

    async def tasks(self, instance: Any) -> Sequence[Any]:
        return [task["id"] for task in (await self.http.request("GET", f"{API}/task?processInstanceId={instance}"))[1]]

    async def complete(self, task: Any, answers: dict[str, Any]) -> None:
        await self.http.request(
            "POST", f"{API}/task/{task}/complete", {"variables": {name: {"value": value} for name, value in answers.items()}}
        )

    async def work_list(self) -> int:
        return len((await self.http.request("GET", f"{API}/task?assignee=demo&maxResults={self.page}"))[1])

    async def finished(self, instance: Any) -> bool:
        status, found = await self.http.request("GET", f"{API}/process-instance/{instance}", ok=False)
        return status == 404 or bool(found.get("ended") or found.get("isCompleted") or found.get("completed"))
