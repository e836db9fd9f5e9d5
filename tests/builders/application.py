"""The application as it is served, made many times in one process."""

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from app.assemble import Duban, make_web


class _CompiledOnce(BytecodeCache):
    """What Jinja makes of the templates: the same for every application, and each of them takes longer to compile than to draw."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = _CompiledOnce()


def application_of(duban: Duban) -> Flask:
    """Return the application, whose templates are compiled once for all that this process makes."""
    application = make_web(duban)
    application.jinja_env.bytecode_cache = COMPILED
    return application
