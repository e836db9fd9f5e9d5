"""A minimal HTTP/1.1 client over asyncio streams.

One object is one keep-alive connection. It costs about 0.1 ms of CPU a request, so that on a small machine the client does not become
the thing that is measured. It speaks to this machine alone, on purpose.
"""

import asyncio
import base64
import json
import uuid
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost")


class HttpError(Exception):
    def __init__(self, status: int, body: Any, what: str) -> None:
        super().__init__(f"{what}: HTTP {status}: {str(body)[:400]}")
        self.status, self.body = status, body


def multipart(files: list[tuple[str, str]], field: str = "resources") -> tuple[bytes, str]:
    """Return the body and the media type of a form that uploads these (file name, text) pairs."""
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n{text}\r\n"
        for name, text in files
    ]
    return "".join([*parts, f"--{mark}--\r\n"]).encode(), f"multipart/form-data; boundary={mark}"


class Http:
    """seconds: how long one exchange may take. fresh: a connection for each request, so that no idle one is to blame."""

    def __init__(self, base: str, seconds: float = 60, fresh: bool = False) -> None:
        parts = urlsplit(base)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise ValueError(f"Expected http://127.0.0.1:PORT, since the load client only talks to this machine, but found {base}")
        self.base, self.netloc, self.port = base, parts.netloc, parts.port or 80
        self.seconds, self.fresh = seconds, fresh
        self.headers: dict[str, str] = {}
        self.last_bytes = self.resent = 0
        self.last_headers: dict[str, str] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    def sign_in(self, name: str, password: str) -> None:
        self.headers["Authorization"] = "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, ok: bool = True
    ) -> tuple[int, Any]:
        """Return the status and the parsed JSON or the text. With ok, raises HttpError from 400 on."""
        sent = {"Host": self.netloc, "Accept": "application/json", **self.headers, **(headers or {})}
        data = b""
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        if data or method in ("POST", "PUT", "PATCH"):
            sent["Content-Length"] = str(len(data))
        if self.fresh:
            sent["Connection"] = "close"
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in sent.items()) + "\r\n"
        try:
            status, raw, media_type = await asyncio.wait_for(self._exchange(head.encode() + data), self.seconds)
        except BaseException:
            self.close()
            raise
        self.last_bytes = len(raw)
        answer: Any = raw.decode("utf-8", "replace")
        if "json" in media_type:
            answer = json.loads(answer) if answer else None
        if ok and status >= 400:
            raise HttpError(status, answer, f"{method} {path}")
        return status, answer

    async def _send(self, payload: bytes) -> bytes:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**26)
        assert self._reader is not None
        self._writer.write(payload)
        await self._writer.drain()
        return await self._reader.readuntil(b"\r\n\r\n")

    async def _exchange(self, payload: bytes) -> tuple[int, bytes, str]:
        kept = self._writer is not None
        try:
            head = await self._send(payload)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            self.close()
            # A kept connection that the server closed before a byte of an answer: once more on a new one, as every client does.
            if not kept or getattr(error, "partial", b""):
                raise
            self.resent += 1
            head = await self._send(payload)
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ", 2)[1])
        found = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        raw, self.last_headers = await self._body(status, found), found
        if self.fresh or found.get("connection", "").lower() == "close":
            self.close()
        return status, raw, found.get("content-type", "")

    async def _body(self, status: int, headers: dict[str, str]) -> bytes:
        assert self._reader is not None
        if headers.get("transfer-encoding", "").lower() == "chunked":
            parts = []
            while True:
                size = int((await self._reader.readline()).split(b";")[0], 16)
                chunk = await self._reader.readexactly(size + 2)
                if size == 0:
                    return b"".join(parts)
                parts.append(chunk[:-2])
        if "content-length" in headers:
            return await self._reader.readexactly(int(headers["content-length"]))
        if status in (204, 304):
            return b""
        headers["connection"] = "close"
        return await self._reader.read()
