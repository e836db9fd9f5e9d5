"""Reads a form-js schema document."""

from collections.abc import Iterator
from typing import Any

from app.domain.canonical import parse
from app.domain.rejection import Finding, Message, Rejection
from app.form.form import Component, Form
from app.form.read_component import read_components

MAX_BYTES = 1_000_000
MAX_COMPONENTS = 500
ROW = "[]"
# The greatest version of the schema whose meaning is known here.
SCHEMA_VERSION = 19


def read_form(raw: bytes, file_name: str) -> Form:
    """Return the form that a `.form` file describes.

    Raises Rejection("bad_form") whose findings name every component that cannot be used, and why.
    """
    document = _read_document(raw, file_name)
    findings: list[Finding] = []
    form = Form(
        id=str(document.get("id") or ""),
        name=str(document.get("name") or ""),
        components=read_components(document.get("components") or [], file_name, findings),
        version_tag=str(document.get("versionTag") or "").strip() or None,
    )
    findings += _whole_form_findings(form, file_name)
    if findings:
        raise Rejection(
            "bad_form",
            "Expected a form that can be drawn and checked, but found %(count)s faults in %(file)s. The first: %(first)s",
            findings=findings,
            count=len(findings),
            file=file_name,
            first=str(findings[0].message),
        )
    return form


def _read_document(raw: bytes, file_name: str) -> dict[str, Any]:
    if len(raw) > MAX_BYTES:
        raise Rejection(
            "too_large",
            "Expected a form of at most %(limit)s bytes, but %(file)s has %(found)s",
            limit=MAX_BYTES,
            file=file_name,
            found=len(raw),
        )
    try:
        document = parse(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Rejection("bad_form", "Expected a form in UTF-8, but %(file)s is in another encoding", file=file_name) from None
    except Rejection as problem:
        raise Rejection(
            "bad_form", "Expected a form-js schema in %(file)s, but: %(problem)s", file=file_name, problem=str(problem)
        ) from None
    if not isinstance(document, dict) or document.get("type") != "default":
        raise Rejection("bad_form", 'Expected a form-js schema with "type": "default" in %(file)s', file=file_name)
    version = document.get("schemaVersion", 1)
    if isinstance(version, str | bool) or version is None or version > SCHEMA_VERSION:
        raise Rejection(
            "bad_form",
            "Expected a form-js schema of version %(known)s at most, but %(file)s has %(found)s",
            known=SCHEMA_VERSION,
            file=file_name,
            found=str(version),
        )
    return document


def _whole_form_findings(form: Form, file_name: str) -> Iterator[Finding]:
    def finding(rule: str, element_id: str | None, template: str, **facts: Any) -> Finding:
        return Finding(rule, "error", file_name, element_id, Message(template, facts))

    if not form.id:
        yield finding("form-id", None, "Expected the form to have an id, by which diagrams name it")
    count = sum(1 for _ in form.every_component())
    if count > MAX_COMPONENTS:
        yield finding("form-size", None, "Expected at most %(limit)s components, but found %(found)s", limit=MAX_COMPONENTS, found=count)
    seen: set[tuple[str, ...]] = set()
    for component, path in _with_full_paths(form.components, ()):
        if component.kind == "group":
            continue
        if path in seen:
            yield finding("form-key", component.id, "Expected each key once, but found %(key)s twice", key=".".join(path))
        seen.add(path)
    for path in seen:
        if any(path[:length] in seen and path[length] != ROW for length in range(1, len(path))):
            yield finding("form-key", None, "Expected %(key)s to be a value or to hold values, but found both", key=".".join(path))


def _with_full_paths(components: tuple[Component, ...], above: tuple[str, ...]) -> Iterator[tuple[Component, tuple[str, ...]]]:
    """Yield the components that have a value, with their whole path; rows of a list start again, since their names are their own."""
    for component in components:
        path = above + component.path
        if component.path:
            yield component, path
        if component.kind == "group":
            yield from _with_full_paths(component.children, path)
        elif component.kind == "dynamiclist":
            yield from ((inner, (*path, ROW, *inner_path)) for inner, inner_path in _with_full_paths(component.children, ()))
