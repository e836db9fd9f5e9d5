"""A client that takes cases to their end and does not give up: what got no answer is sent again with the same Idempotency-Key."""

import asyncio
import time
from typing import Any

from tests.resilience.city import City

AGAIN = 0.1  # seconds between two tries
UNANSWERED = (ConnectionError, asyncio.IncompleteReadError, TimeoutError, OSError)


class GaveUp(Exception):
    """No proper answer within the time that the experiment allows."""


class Client:
    """until: the instant (monotonic seconds) after which it gives up."""

    def __init__(self, city: City, until: float, name: str = "demo") -> None:
        self.http, self.ledger, self.until = city.client(name), city.ledger, until
        self.completions = 0
        self.unanswered = 0

    @property
    def tries_again(self) -> int:
        """How often something was sent again because it got no answer."""
        return self.unanswered + self.http.resent

    def close(self) -> None:
        self.http.close()

    async def ask(self, method: str, path: str, body: Any, key: str = "") -> tuple[int, Any]:
        """Send until there is an answer. 429, 502 and 503 say that nothing was done: they are sent again too."""
        headers = {"Idempotency-Key": key} if key else {}
        while True:
            try:
                status, answer = await self.http.request(method, path, body, headers, ok=False)
                if status not in (429, 502, 503):
                    return status, answer
            except UNANSWERED:
                self.unanswered += 1
            if time.monotonic() > self.until:
                raise GaveUp(f"{method} {path}: no proper answer")
            await asyncio.sleep(AGAIN)

    async def start(self, process_id: str) -> str:
        mark = self.ledger.mark()
        self.ledger.note("sent", mark=mark)
        body = {"processDefinitionId": process_id, "variables": {"tag": mark}}
        status, answer = await self.ask("POST", "/v2/process-instances", body, key=mark)
        if status != 200:
            raise GaveUp(f"a start was answered {status} {answer}")
        case = str(answer["processInstanceKey"])
        self.ledger.note("started", mark=mark, case=case)
        return case

    async def open_tasks(self, case: str) -> list[str]:
        wanted = {"filter": {"processInstanceKey": case, "state": "CREATED"}, "page": {"limit": 50}}
        status, answer = await self.ask("POST", "/v2/user-tasks/search", wanted)
        if status != 200:
            raise GaveUp(f"a search was answered {status} {answer}")
        return [str(task["userTaskKey"]) for task in answer["items"]]

    async def complete(self, case: str, task: str, keyed: bool = True) -> None:
        """keyed: with an Idempotency-Key. Without one, a 409 after an unanswered try says that the first one was carried out."""
        mark, before = self.ledger.mark(), self.tries_again
        self.ledger.note("sent", mark=mark)
        body = {"variables": {"amount": 1, "comment": mark, "approved": True}}
        status, answer = await self.ask("POST", f"/v2/user-tasks/{task}/completion", body, key=mark if keyed else "")
        if status < 300 or (status == 409 and not keyed and self.tries_again > before):
            self.ledger.note("completed", mark=mark, case=case, task=task)
            self.completions += 1
        elif status != 409:
            raise GaveUp(f"a completion was answered {status} {answer}")

    async def run_to_end(self, process_id: str = "bench_a") -> None:
        case = await self.start(process_id)
        while open_tasks := await self.open_tasks(case):
            for task in open_tasks:
                await self.complete(case, task, keyed=self.completions % 2 == 0)
