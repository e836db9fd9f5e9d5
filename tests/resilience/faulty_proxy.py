"""Planted faults: a proxy between clients and server that lies as a broken server would. Every checker must find what it does.

lost: answers one completion in seven as done and never passes it on.
doubled: passes one start in five on twice, without its Idempotency-Key.
stuck: answers a look for the tasks of one case in six with none, so that its client believes it done.
two-winners: tells one refused completion in five that it had won.
unnamed: leaves out of one refusal in five who had done it.
hidden: says that there are no incidents.
altered: adds a value of its own to each completion.
moved: lets what is started fall due three milliseconds later than was asked.
dropped: takes one request in forty and closes the connection without an answer.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FAULTS = ("lost", "doubled", "stuck", "two-winners", "unnamed", "hidden", "altered", "moved", "dropped")
NO_CONTENT = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Message:
    head: bytes
    body: bytes

    @property
    def line(self) -> str:
        return self.head.split(b"\r\n", 1)[0].decode("latin-1")

    def header(self, name: str) -> str:
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            found, _, value = line.partition(":")
            if found.strip().lower() == name:
                return value.strip()
        return ""

    def without(self, name: str) -> "Message":
        lines = [line for line in self.head.split(b"\r\n") if not line.lower().startswith(name.encode() + b":")]
        return Message(b"\r\n".join(lines), self.body)

    def measured(self) -> "Message":
        """The same message with the length that its body has now."""
        length = f"Content-Length: {len(self.body)}\r\n\r\n".encode()
        return Message(self.without("content-length").head.removesuffix(b"\r\n\r\n") + b"\r\n" + length, self.body)

    def bytes(self) -> bytes:
        return self.head + self.body


def answer(status: str, body: bytes) -> Message:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return Message(head, body)


async def read_message(reader: asyncio.StreamReader) -> Message | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    message = Message(head, b"")
    length = message.header("content-length")
    if length:
        message.body = await reader.readexactly(int(length))
    elif message.header("transfer-encoding") == "chunked":
        while not message.body.endswith(b"0\r\n\r\n"):
            message.body += await reader.readexactly(1)
    return message


@dataclass
class Proxy:
    port: int
    fault: str
    seen: dict[str, int] = field(default_factory=dict)

    def every(self, what: str, period: int) -> bool:
        self.seen[what] = self.seen.get(what, 0) + 1
        return self.seen[what] % period == 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**24)

        async def ask(message: Message) -> Message | None:
            behind_writer.write(message.bytes())
            await behind_writer.drain()
            return await read_message(behind_reader)

        try:
            while (request := await read_message(reader)) is not None:
                found = await self.between(request, ask)
                if found is None:
                    return
                writer.write(found.bytes())
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            behind_writer.close()
            writer.close()

    async def between(self, request: Message, ask: Callable[[Message], "asyncio.Future[Message | None] | object"]) -> Message | None:
        line = request.line
        if self.fault == "dropped" and "/v2/process-instances " in line and self.every("request", 40):
            return None
        if self.fault == "lost" and line.split(" ")[1].endswith("/completion") and self.every("completion", 7):
            return Message(NO_CONTENT, b"")
        if self.fault == "stuck" and "user-tasks/search" in line:
            case = json.loads(request.body)["filter"].get("processInstanceKey", "0")
            if (int(case) >> 20) % 6 == 0:
                return answer("200 OK", b'{"items": [], "page": {"totalItems": 0}}')
        if self.fault == "hidden" and "incidents/search" in line:
            return answer("200 OK", b'{"items": [], "page": {"totalItems": 0}}')
        if self.fault == "altered" and line.split(" ")[1].endswith("/completion"):
            self.every("completion", 1)
            sent = json.loads(request.body)
            sent["variables"]["altered"] = self.seen["completion"]
            request = Message(request.head, json.dumps(sent).encode()).measured()
        if self.fault == "moved" and line.startswith("POST /v2/process-instances "):
            sent = json.loads(request.body)
            due = datetime.fromisoformat(sent["variables"]["due"]) + timedelta(milliseconds=3)
            sent["variables"]["due"] = due.isoformat(timespec="microseconds")
            request = Message(request.head, json.dumps(sent).encode()).measured()
        if self.fault == "doubled" and line.startswith("POST /v2/process-instances ") and self.every("start", 5):
            await ask(request.without("idempotency-key"))  # type: ignore[misc]
        found: Message | None = await ask(request)  # type: ignore[misc]
        return self.changed(found) if found is not None and " 409 " in found.line + " " else found

    def changed(self, refusal: Message) -> Message:
        if self.fault == "two-winners" and self.every("refusal", 5):
            return Message(NO_CONTENT, b"")
        if self.fault == "unnamed" and self.every("refusal", 5):
            return answer("409 Conflict", b'{"status": 409, "title": "INVALID_STATE", "detail": "The task is done."}')
        return refusal


@contextmanager
def faulty_proxy(port: int, fault: str) -> Iterator[str]:
    """Yield the address of the proxy, served by a thread of its own; without a fault there is no proxy, and the address is empty."""
    if not fault:
        yield ""
        return
    if fault not in FAULTS:
        raise ValueError(f"Expected one of {', '.join(FAULTS)}, but found {fault}")
    loop = asyncio.new_event_loop()
    proxy = Proxy(port, fault)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    # Asked for from there: the browser's driver keeps a loop running in the main thread, where a second may not run.
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=2**24), loop).result(10)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
