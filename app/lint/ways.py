"""Which elements lead to which, worked out once for a process."""

from collections.abc import Callable

from app.diagram import DiagramElement, Process
from app.lint.graph import following, outer_in


class Ways:
    """The ways between the elements of a process, each within its scope.

    Elements on a circle form one group; groups are numbered so that a way leads from higher numbers to lower ones (Tarjan's order).
    `through`: only elements for which it holds take part.
    """

    def __init__(self, process: Process, through: Callable[[DiagramElement], bool] = lambda element: True) -> None:
        self._process = process
        taking_part = {element.id for element in process.elements.values() if through(element)}
        self._next = {
            element_id: [after.id for after in following(process, process.elements[element_id]) if after.id in taking_part]
            for element_id in taking_part
        }
        self._group: dict[str, int] = {}
        self._order: dict[str, int] = {}
        self._lowest: dict[str, int] = {}
        self._open: list[str] = []
        self.groups: list[list[str]] = []
        for element_id in process.elements:
            if element_id in taking_part and element_id not in self._group:
                self._number(element_id)
        self._beyond = self._close()

    def on_a_circle(self, element_id: str) -> bool:
        """Whether a way leads from the element back to it."""
        return len(self.groups[self._group[element_id]]) > 1 or element_id in self._next[element_id]

    def leads(self, source_id: str, target_id: str) -> bool:
        """Whether a way of at least one flow leads from one element to the other."""
        source, target = self._group[source_id], self._group[target_id]
        return self.on_a_circle(source_id) if source == target else bool(self._beyond[source] >> target & 1)

    def is_earlier(self, earlier: DiagramElement, later: DiagramElement) -> bool:
        """Whether a token can come from one element to the other within a scope that holds both, and one does not hold the other."""
        for scope_id in (later.parent_id, *(outer.parent_id for outer in self._process.around(later))):
            begin, end = outer_in(self._process, earlier, scope_id), outer_in(self._process, later, scope_id)
            if begin is not None and end is not None:
                return begin.id != end.id and self.leads(begin.id, end.id)
        return False

    def _number(self, first: str) -> None:
        """Give numbers to the groups that can be reached, without recursion: a diagram may be a thousand elements long."""
        todo = [(first, iter(self._next[first]))]
        self._visit(first)
        while todo:
            here, after = todo[-1]
            step = next(after, None)
            if step is None:
                todo.pop()
                if todo:
                    self._lowest[todo[-1][0]] = min(self._lowest[todo[-1][0]], self._lowest[here])
                if self._lowest[here] == self._order[here]:
                    self._finish(here)
            elif step not in self._order:
                self._visit(step)
                todo.append((step, iter(self._next[step])))
            elif step not in self._group:
                self._lowest[here] = min(self._lowest[here], self._order[step])

    def _visit(self, element_id: str) -> None:
        self._order[element_id] = self._lowest[element_id] = len(self._order)
        self._open.append(element_id)

    def _finish(self, first: str) -> None:
        start = self._open.index(first)
        group, self._open = self._open[start:], self._open[:start]
        self._group.update(dict.fromkeys(group, len(self.groups)))
        self.groups.append(group)

    def _close(self) -> list[int]:
        """For each group the groups that it leads to, as bits."""
        beyond: list[int] = []
        for number, group in enumerate(self.groups):
            bits = 0
            for after in {self._group[step] for element_id in group for step in self._next[element_id]} - {number}:
                bits |= 1 << after | beyond[after]
            beyond.append(bits)
        return beyond
