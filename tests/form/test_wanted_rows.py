"""A list that says so needs a row."""

import pytest

from tests.form.building import check, field

AMOUNTS = {"type": "dynamiclist", "id": "l", "path": "rows", "components": [field("number", "amount")]}
NEEDED = {**AMOUNTS, "validate": {"required": True}}


@pytest.mark.parametrize("sent", [{"rows": []}, {}])
def test_a_list_that_needs_a_row_is_refused_without_one_and_another_list_is_not(sent):
    assert {name: said.template for name, said in check([NEEDED], sent).errors.items()} == {"rows": "Add at least one row"}
    assert check([AMOUNTS], sent).errors == {}


def test_one_row_is_enough():
    assert check([NEEDED], {"rows": [{"amount": "3"}]}).errors == {}


def test_a_hidden_list_needs_none():
    assert check([{**NEEDED, "conditional": {"hide": "=true"}}], {}).errors == {}
