"""Which fields a paper may read: what the procedure's diagram and forms write, and what earlier versions of the paper read."""

from app.audit.surroundings import Surroundings
from app.form import Form
from app.lint.written_names import written_names
from app.store import read_definitions
from app.store.database import Reader


def known_fields(store: Reader, surroundings: Surroundings, paper: str, process: str | None) -> frozenset[str]:
    """Return the names. process: the procedure whose cases may draft the paper; None: any, of which nothing is known.

    What an entry of a list holds is known to nobody but those who drew the diagram: such names are those that the paper read before.
    """
    known: set[str] = set()
    for row in store.all("SELECT DISTINCT digest FROM definition WHERE kind = 'paper' AND id = :id AND state <> 'retired'", id=paper):
        known |= surroundings.paper(store, row["digest"]).names
    found = read_definitions.bound(store, "process", process) if process is not None else None
    if found is None:
        return frozenset(known)
    diagram = surroundings.diagram(store, found["digest"])
    for drawn in diagram.processes:
        known |= {written.name for written in written_names(drawn)}
        for element in drawn.elements.values():
            if element.form is not None:
                bound = read_definitions.bound(store, "form", element.form.form_id)
                known |= _asked_in(surroundings.form(store, bound["digest"])) if bound is not None else set()
    return frozenset(known)


def _asked_in(form: Form) -> set[str]:
    return {component.path[0] for component in form.every_component() if component.path}
