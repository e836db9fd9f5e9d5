"""Multi-instance: a body, which is a scope with the output collection, and below it one token an item, each a scope with its input
element."""

from typing import TYPE_CHECKING, Any

import msgspec

from app.engine.element import Element, Leaving, write
from app.engine.failure import StepFailed
from app.engine.formula import Formula
from app.engine.library import READY, STARTED
from app.engine.limits import MAX_ITEMS
from app.engine.token import Kept, kill
from app.engine.values import NULL, check_size, value_of, written
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.token import Token

_RAWS = msgspec.json.Decoder(list[msgspec.Raw])


def joined(values: list[msgspec.Raw]) -> msgspec.Raw:
    """Return the canonical text of a list, given those of its items."""
    return msgspec.Raw(b"[" + b",".join([bytes(value) for value in values]) + b"]")


class ItemDone(Leaving, frozen=True):
    """What the end of an item brings to its body. enough: the completion condition is true, or nothing is left."""

    results: msgspec.Raw | None
    enough: bool


class MultiInstance(Element):
    """item: name of the element inside. output_local: the name under which an item's own answer stands, where the output element is a
    plain name."""

    type = "multiInstanceBody"
    is_scope = True
    item: str
    sequential = False
    collection: Formula
    element: str | None = None
    output: str | None = None
    output_element: Formula | None = None
    output_local: str | None = None
    condition: Formula | None = None

    def details(self, token: "Token", view: View) -> list[msgspec.Raw]:
        world = token.workflow.root.world
        found = self.collection.value(view, world)
        if not isinstance(found, list):
            why = self.collection.why_null(view, world) if found is None else ""
            raise StepFailed(
                "not_a_list",
                "Expected %(text)s to give a list to go through, but it gave %(found)s. %(why)s",
                text=self.collection.text,
                found="null" if found is None else str(found)[:200],
                why=why,
            )
        if len(found) > MAX_ITEMS:
            raise StepFailed(
                "too_many_items", "Expected a list of at most %(limit)s items, but found %(found)s", limit=MAX_ITEMS, found=len(found)
            )
        return [written(value) for value in found]

    def _update_hook(self, token: "Token") -> bool:
        items = self.enter(token)
        if self.output:
            write(token.workflow.root, token.id, self.output, joined([NULL] * len(items)))
        token.kept.total = len(items)
        if not items:
            return True
        token._state = STARTED
        if self.sequential:
            token.kept.items = items[1:]
        for index, value in enumerate(items[:1] if self.sequential else items):
            self._add_item(token, index, value)
        return False

    def _add_item(self, token: "Token", index: int, value: msgspec.Raw) -> None:
        flow, root = token.workflow, token.workflow.root
        child = flow.add(self.item, parent=token, kept=Kept(item=index))
        root.scopes.open(child.id, token.id, {})
        write(root, child.id, "loopCounter", msgspec.Raw(str(index + 1).encode()))
        if self.output_local and self.output_local != self.element:
            write(root, child.id, self.output_local, NULL)  # so that an answer of this name stays with its item
        if self.element:
            write(root, child.id, self.element, value)
        root.agenda.append(child)

    def items(self, token: "Token") -> list["Token"]:
        return [child for child in token.below if child.is_item]

    def plan_item(self, body: "Token", child: "Token", plan: Leaving) -> ItemDone:
        """Work out what an item that is about to end brings. Its answers are not written yet and are seen as if they were."""
        root, kept = body.workflow.root, body.kept
        view = View(body.workflow, child.id, child, {name: value_of(value) for _, name, value in plan.writes})
        results = None
        if self.output:
            values = self._results(body)
            if self.output_element is not None:
                values[child.kept.item] = written(self.output_element.value(view, root.world))
            results = joined(values)
            check_size(results)
            if self.condition is not None and self.condition.reads(self.output):
                view.extra[self.output] = value_of(results)
        last = kept.done + 1 == kept.total
        return ItemDone(plan.writes, [], results, last or self._is_enough(body, view))

    def _results(self, body: "Token") -> list[msgspec.Raw]:
        """Return the collection so far. Someone may have written another value to its name: then it begins anew, of the right length."""
        try:
            values = _RAWS.decode(bytes(body.workflow.root.scopes.own[body.id][self.output or ""]))
        except (msgspec.DecodeError, KeyError):
            values = []
        return (values + [NULL] * body.kept.total)[: body.kept.total]

    def _is_enough(self, body: "Token", view: View) -> bool:
        if self.condition is None:
            return False
        kept, world = body.kept, body.workflow.root.world
        view.extra.update(
            numberOfInstances=kept.total,
            numberOfCompletedInstances=kept.done + 1 - kept.ended,
            numberOfTerminatedInstances=kept.ended,
            numberOfActiveInstances=len(self.items(body)) - 1,
        )
        found = self.condition.value(view, world)
        if found is None or isinstance(found, bool):
            return found is True
        raise StepFailed(
            "bad_condition",
            "Expected %(text)s to give true or false, but it gave %(found)s",
            text=self.condition.text,
            found=str(found)[:200],
        )

    def item_done(self, body: "Token", child: "Token", plan: ItemDone) -> None:
        """Take in what an item brought and has written; end the body when that was enough."""
        root, kept = body.workflow.root, body.kept
        if plan.results is not None and self.output:
            root.scopes.set_local(body.id, self.output, plan.results)
            root.collections[body.id] = self.output
        root.scopes.close(child.id)
        child.detach()
        kept.done += 1
        if plan.enough:
            kept.items = []
            for other in self.items(body):
                kill(other)
            body._state = READY
            root.agenda.append(body)
        elif self.sequential:
            self._add_item(body, kept.done, kept.items[0])
            kept.items = kept.items[1:]

    def item_ended(self, body: "Token") -> bool:
        """Go on after an item was ended before it was done: what it would have brought stays null. False: nothing of the body is left."""
        kept = body.kept
        kept.done, kept.ended = kept.done + 1, kept.ended + 1
        if kept.items:
            self._add_item(body, kept.done, kept.items[0])
            kept.items = kept.items[1:]
        return bool(self.items(body))

    def outputs(self, token: "Token", answers: Any) -> list[tuple[int, str, msgspec.Raw]]:
        """Hand the collection on to the scope around the body."""
        return [(token.workflow.scope, self.output, token.workflow.root.scopes.own[token.id][self.output])] if self.output else []
