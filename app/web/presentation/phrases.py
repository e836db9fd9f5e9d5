"""What sentences of FEEL, decisions and the linter are put together of: places, values with their types, and what is made of several parts.

They are made below the marks of app.domain.marked, so they are listed here as they come out. Types keep the names by which FEEL knows them
in every language: they are what a designer writes.
"""

import re
from typing import Final

from app.domain.marked import marked

_TYPES: Final = "number|string|boolean|date|time|date and time|days and time duration|years and months duration|list|context|range|function"

# The whole of a part; its gaps by name hold a number or a type where PARTS says so, else anything.
PHRASES: Final = (
    marked("rule %(number)s, input %(column)s"),
    marked("rule %(number)s, output %(column)s"),
    marked("rule %(number)s"),
    marked("input %(number)s"),
    marked("output %(number)s"),
    marked("the values of input %(number)s"),
    marked("the values of output %(number)s"),
    marked("the default of output %(number)s"),
    marked("the allowed values of %(name)s"),
    marked("entry %(name)s"),
    marked("character %(number)s"),
    marked("the file"),
    marked("the function"),
    marked("%(value)s, a %(type)s"),
    marked("a %(type)s"),
    marked("a list of %(number)s items"),
    marked("a list of %(number)s item"),
    marked("a context with %(names)s"),
    marked("an empty context"),
    marked("%(number)s arguments"),
    marked("%(number)s argument"),
    marked("an entry %(name)s"),
    marked("%(name)s, a context with %(names)s,"),
    marked("one of %(names)s,"),
    marked("one of %(names)s"),
    marked("%(name)s, one of %(names)s,"),
    marked("one of the allowed values of its input"),
    marked("one of the allowed values of its output"),
    marked("a known name"),
    marked("a known name (full-width signs are letters of a name)"),
    marked("a value, which a function gives only where it is called,"),
    marked("a known function"),
    marked("a known type"),
    marked(", or %(sign)s"),
    marked("a property of a %(name)s: %(names)s"),
    marked("no property, which a %(name)s has not,"),
    marked("the arguments of %(names)s"),
    marked("it reads %(name)s"),
    marked("it is a condition on ? of its own"),
    marked("it needs too many steps"),
    marked("it calls %(name)s"),
    marked("%(type)s or %(types)s"),
    marked("below 10**6145"),
    marked("up to the year 999999999"),
    marked("that a duration can hold"),
    marked("a value of no type that FEEL knows"),
    marked("item %(number)s"),
    marked("item %(number)s of %(name)s"),
    marked("it asks for a list, a context or a function"),
    marked("it orders texts"),
    marked("its input has a type whose values are not compared here"),
    marked("it is too large to be judged"),
    marked("it is too large to look for all %(names)s"),
    marked("gaps"),
    marked("overlaps"),
    marked("unreachable rules"),
    marked("a process"),
    marked("a user task"),
    marked("a process, user task, sub-process, call activity or looped activity"),
    marked("a user task, sub-process or call activity"),
    marked("an activity or event"),
    marked("an element"),
    marked("a lane or start event"),
    marked("an event"),
    marked("a process or user task"),
    marked("a process, user task or event"),
    marked("a date, such as 2026-10-01 or =deadline"),
    marked("a cycle, such as R/P1D or R3/PT1H"),
    marked("the mark of a Camunda user task (zeebe:userTask)"),
    marked("a task type"),
    marked("a script with an expression and a result variable"),
    marked("a called decision with a result variable"),
    marked("a called process"),
    marked("a name"),
    marked("elements"),
    marked("shapes"),
    marked("a duration, such as P3D"),
    marked("inputs"),
    marked("outputs"),
    marked("an entry"),
    marked("a column"),
    marked("a parameter"),
    marked("a component"),
    marked("an import"),
)
_ONE_TYPE: Final = rf"(?:{_TYPES})(?:<(?:{_TYPES})>)?"
PARTS: Final = {"number": r"\d+", "column": r"\d+", "type": _TYPES, "types": rf"{_ONE_TYPE}(?: or {_ONE_TYPE})*"}

# Sentences of several parts (app.feel.misfit), and what may stand behind a sentence.
SENTENCES: Final = (
    marked("the nearest is %(nearest)s"),
    marked("in FEEL write %(write)s"),
    marked("%(sentence)s (character %(number)s)"),
    marked("%(sentence)s in the pattern %(pattern)s"),
    marked("Expected %(expected)s for the input %(name)s, but found %(found)s"),
    marked("Expected %(expected)s for %(part)s of the input %(name)s, but found %(found)s"),
    marked("Expected %(expected)s for the output %(name)s, but found %(found)s"),
    marked("Expected %(expected)s for %(part)s of the output %(name)s, but found %(found)s"),
    marked("Expected %(expected)s for the output, but found %(found)s"),
    marked("Expected %(expected)s as the value of %(name)s, but found %(found)s"),
    marked("Expected %(expected)s as %(part)s of the value of %(name)s, but found %(found)s"),
    marked("Expected %(expected)s as the value, but found %(found)s"),
    marked("Expected %(expected)s as %(part)s of the value, but found %(found)s"),
    marked("Expected %(expected)s for %(name)s of %(function)s, but found %(found)s"),
    marked("Expected %(expected)s for %(name)s, but found %(found)s"),
)
# What stands behind any sentence, with the template for it.
BEHIND: Final = (
    (re.compile(r"(?P<sentence>.+) \(character (?P<number>\d+)\)", re.S), "%(sentence)s (character %(number)s)"),
    (re.compile(r"(?P<sentence>.+?) in the pattern (?P<pattern>['\"].*['\"])", re.S), "%(sentence)s in the pattern %(pattern)s"),
)
