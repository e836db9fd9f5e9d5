"""Our own product by its /v2: the Camunda 8 Orchestration Cluster API, with HTTP Basic as the demo city allows it."""

from collections.abc import Sequence
from typing import Any

from tests.bench.adapters.target import Target
from tests.bench.processes import PROCESSES, Zeebe, form_file
from tests.bench.rig.http_client import multipart
from tests.bench.rig.servers import NAME, PASSWORD


class Duban(Target):
    async def prepare(self) -> None:
        self.http.sign_in(NAME, PASSWORD)
        files = [(f"{process_id}.bpmn", make(Zeebe())) for process_id, make in PROCESSES.values()]
        body, media_type = multipart([*files, ("bench_form.form", form_file())])
        await self.http.request("POST", "/v2/deployments", body, {"Content-Type": media_type})

    async def start(self, process: str) -> Any:
        return (await self.http.request("POST", "/v2/process-instances", {"processDefinitionId": PROCESSES[process][0]}))[1][
            "processInstanceKey"
        ]

    async def tasks(self, instance: Any) -> Sequence[Any]:
        wanted = {"filter": {"processInstanceKey": instance, "state": "CREATED"}, "page": {"limit": 50}}
        return [task["userTaskKey"] for task in (await self.http.request("POST", "/v2/user-tasks/search", wanted))[1]["items"]]

    async def complete(self, task: Any, answers: dict[str, Any]) -> None:
        await self.http.request("POST", f"/v2/user-tasks/{task}/completion", {"variables": answers})

    async def work_list(self) -> int:
        wanted = {"filter": {"assignee": NAME, "state": "CREATED"}, "page": {"limit": self.page}}
        return len((await self.http.request("POST", "/v2/user-tasks/search", wanted))[1]["items"])

    async def city_work_list(self, limit: int = 50) -> int:
        """Fetch the work list with its lights and deadlines, as the page shows it."""
        return len((await self.http.request("GET", f"/casework/v1/work-list?view=mine&limit={limit}"))[1]["items"])

    async def finished(self, instance: Any) -> bool:
        status, found = await self.http.request("GET", f"/v2/process-instances/{instance}", ok=False)
        return status == 200 and found["state"] == "COMPLETED"
