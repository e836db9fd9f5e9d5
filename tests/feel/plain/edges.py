"""Calls of every built-in function, equally many of each, with arguments around its edges, now and then of a wrong type."""

import tomllib
from collections.abc import Iterator
from itertools import product
from math import prod
from pathlib import Path
from random import Random
from typing import Any

from app.feel import parse_expression
from tests.feel.evaluating import WORLD
from tests.feel.plain.functions.registry import NATIVE, Way

_TEXTS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("edges.toml").read_text(encoding="utf-8"))
EDGES: dict[str, list[Any]] = {kind: [parse_expression(text).evaluate({}, WORLD) for text in texts] for kind, texts in _TEXTS.items()}
# A function is nothing that one evaluator could take from the other: each reads it from its text.
WRITTEN: dict[int, str] = {id(value): text for kind in EDGES for value, text in zip(EDGES[kind], _TEXTS[kind], strict=True)}
_NAMES = "abcdefghij"
# How often an argument is of another type than the parameter's; of how many calls all are listed to draw from.
_ASTRAY = 0.08
_LISTED = 5_000


def calls(name: str, count: int) -> Iterator[tuple[str, list[Any]]]:
    """Yield about so many calls of a function: the text, which reads variables a, b, ..., and their values. Always the same ones."""
    chance = Random(name)
    forms = [(way, [_pool(way, place) for place in range(number)]) for way in NATIVE[name] for number in _numbers(way)]
    # What is all said in a few calls leaves its share to those with more to say.
    forms.sort(key=lambda form: prod(map(len, form[1])))
    for at, (way, pools) in enumerate(forms):
        share = count // (len(forms) - at)
        places = min(share, 2 * prod(map(len, pools)))
        count -= places
        for place, values in enumerate(_drawn(chance, pools, places)):
            if values and chance.random() < _ASTRAY:
                values[chance.randrange(len(values))] = chance.choice(EDGES["Any"])
            yield _text(name, way, len(pools), named=place % 8 == 7), values


def _drawn(chance: Random, pools: list[list[Any]], count: int) -> Iterator[list[Any]]:
    """Yield arguments, as far as can be none of them twice."""
    size = prod(map(len, pools))
    every = list(product(*pools)) if size <= _LISTED else []
    chance.shuffle(every)
    for place in range(count):
        yield list(every[place % size]) if every else [chance.choice(pool) for pool in pools]


def _numbers(way: Way) -> range:
    return range(way.needed, len(way.names) + (3 if way.many else 1))


def _pool(way: Way, place: int) -> list[Any]:
    at = min(place, len(way.names) - 1)
    if way.names[at] == "precedes":
        return EDGES["order"]
    return [value for kind in way.types[at] for value in EDGES["point" if _on_spans(way) and kind == "Any" else kind]]


def _on_spans(way: Way) -> bool:
    return any(title.startswith(("point", "range")) for title in way.names)


def _text(name: str, way: Way, number: int, *, named: bool) -> str:
    parameters = way.names[:number]
    # The standard names a point or a range by what it is, so that a call by name chooses among several ways by the names alone.
    if named and not way.many and not _on_spans(way):
        return f"{name}({', '.join(f'{title}: {each}' for title, each in zip(parameters, _NAMES, strict=False))})"
    return f"{name}({', '.join(_NAMES[:number])})"
