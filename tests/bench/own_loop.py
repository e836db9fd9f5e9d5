"""Running a client from a test that shares its process with a browser's tests."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def in_a_thread(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on a loop of its own: the browser's driver keeps one running in the main thread, where a second may not start."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
