"""What a part of an expression sees while it is judged, and what has been found so far."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from app.dmn.judging.calls import Callables
from app.dmn.judging.kinds import bare, kind_name, shown_type
from app.dmn.judging.problem import UNUSED, TypeProblem
from app.feel import syntax
from app.feel.types import ANY, FeelType
from app.feel.values import FUNCTION

Judge = Callable[[Any, "Sight"], FeelType]


class Sight(Struct, frozen=True):
    """scope: names in sight with their types. callables: functions of the model. types: item definitions.

    unknown: within a filter of items that are not known, where every other name may be an entry of the item.
    problems: what was found. told: where a caller wants to know it, the type of every part by its id().
    """

    scope: Mapping[str, FeelType]
    callables: Callables = field(default_factory=dict)
    types: Mapping[str, FeelType] = field(default_factory=dict)
    unknown: bool = False
    problems: list[TypeProblem] = field(default_factory=list)
    told: dict[int, FeelType] | None = None

    def knowing(self, names: Mapping[str, FeelType]) -> "Sight":
        """Return what is seen where some names more are bound."""
        callables = self.callables if self.callables.keys().isdisjoint(names) else {
            name: each for name, each in self.callables.items() if name not in names
        }  # fmt: skip
        return replace(self, scope={**self.scope, **names}, callables=callables)

    def of_item(self, item: FeelType) -> "Sight":
        """Return what a filter sees: `item`, and its entries. A context may have more than its type says, hiding any other name."""
        item = bare(item)
        name = kind_name(item)
        if name is None or name == "context":
            entries = getattr(item, "fields", {})
            return replace(self, scope={**entries, "item": entries.get("item", item)}, callables={}, unknown=True)
        return self.knowing({"item": item})

    def holds_builtin(self, name: str) -> bool:
        """Whether the name of a call is sure to mean a function of FEEL or of the calendar."""
        if self.unknown or name in self.callables:
            return False
        return name not in self.scope or kind_name(self.scope[name]) not in (None, FUNCTION)

    def find(self, at: int, template: str, node: syntax.Node, claim: str, **facts: Any) -> None:
        self.problems.append(TypeProblem(at, template, facts, node, claim))

    def judge(self, node: syntax.Node | None) -> FeelType:
        """Return the type that a part has where it is not null; Any where that cannot be told."""
        if node is None:
            return ANY
        found = JUDGES[type(node)](node, self) if type(node) in JUDGES else ANY
        if self.told is not None:
            self.told[id(node)] = found
        return found

    def truth(self, node: syntax.Node, template: str, *, also: tuple[str, ...] = (), **facts: Any) -> FeelType:
        """Judge a part that is to be true or false. also: further kinds that will do."""
        kind = self.judge(node)
        if kind_name(kind) not in (None, "boolean", *also):
            self.find(node.at, template, node, UNUSED, found=shown_type(kind), **facts)
        return kind


JUDGES: Final[dict[type[syntax.Node], Judge]] = {}


def judges(*kinds: type[syntax.Node]) -> Callable[[Judge], Judge]:
    """Mark a function as the judge of some kinds of parts."""

    def register(function: Judge) -> Judge:
        JUDGES.update(dict.fromkeys(kinds, function))
        return function

    return register
