"""The tree hash, against the standard's own recursive definition and its published values."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from app.audit.merkle import Tree, root_by_path, root_of
from tests.resilience.check_anchors import tree_hash


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_it_is_that_of_the_standard(leaves: list[bytes]) -> None:
    assert root_of(leaves) == tree_hash(leaves)


def test_it_gives_the_values_that_the_first_logs_were_tested_with() -> None:
    # certificate-transparency's reference vectors: eight leaves.
    leaves = [
        bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
    ]
    assert root_of(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root_of(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def walked(leaf: bytes, position: int, count: int, path: list[bytes]) -> bytes:
    """Lead a leaf to the root by the standard's own recursion, section 2.1.1, backwards: the last hash is the highest split's."""
    if count == 1:
        assert not path
        return hashlib.sha256(b"\x00" + leaf).digest()
    split = 1
    while split * 2 < count:
        split *= 2
    if position < split:
        return hashlib.sha256(b"\x01" + walked(leaf, position, split, path[:-1]) + path[-1]).digest()
    return hashlib.sha256(b"\x01" + path[-1] + walked(leaf, position - split, count - split, path[:-1])).digest()


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=70), st.data())
def test_each_leaf_leads_to_the_root_by_its_path(leaves: list[bytes], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(leaves) - 1))
    path = Tree(leaves).path(position)
    assert walked(leaves[position], position, len(leaves), path) == tree_hash(leaves)
    assert root_by_path(leaves[position], position, len(leaves), path) == tree_hash(leaves)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20, unique=True), st.data())
def test_nothing_else_leads_to_it(leaves: list[bytes], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(leaves) - 1))
    tree, other = Tree(leaves), data.draw(st.binary(min_size=32, max_size=32).filter(lambda leaf: leaf not in leaves))
    path = tree.path(position)
    assert root_by_path(other, position, len(leaves), path) != tree.root
    assert root_by_path(leaves[position], position, len(leaves), [*path, other]) is None
    assert root_by_path(leaves[position], len(leaves), len(leaves), path) is None
    if path:
        assert root_by_path(leaves[position], position, len(leaves), path[1:]) is None
        assert root_by_path(leaves[position], position, len(leaves), [other, *path[1:]]) != tree.root
