"""The parts of an expression that all have to hold."""

from itertools import pairwise

from app.feel import syntax
from app.feel.grammar import read_expression


def conjuncts(text: str) -> list[str]:
    """Return the texts that `and` joins at the outermost level; the whole text where it joins none.

    Raises FeelError for what cannot be read. Source: DMN 1.5, table 50.
    """
    node, places = read_expression(text), list[int]()
    if isinstance(node, syntax.Conjunction):
        places = [node.at]
    elif isinstance(node, syntax.Chain) and all(link.operator == "and" for link in node.links):
        places = [link.at for link in node.links]
    edges = [(0, 0), *((at, at + len("and")) for at in places), (len(text), len(text))]
    return [text[behind:before] for (_, behind), (before, _) in pairwise(edges)]
