"""A list that says so needs a row, and takes none twice."""

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


def rows_of(*rows: tuple[str, str]) -> dict[str, str]:
    fields = [field("textfield", "unit"), field("textfield", "approval")]
    told = {"type": "dynamiclist", "id": "l", "path": "rows", "components": fields, "properties": {"distinctBy": "unit, approval"}}
    found = check([told], {"rows": [{"unit": unit, "approval": approval} for unit, approval in rows]}).errors
    return {name: str(said) for name, said in found.items()}


def test_a_row_that_is_there_already_is_refused_and_the_refusal_names_the_first_of_them():
    assert rows_of(("a", "x"), ("b", "x"), ("a", "x "), ("a", "y")) == {"rows.2.approval": "Row 1 has this already"}


def test_rows_of_which_something_is_missing_are_not_alike():
    assert rows_of(("a", ""), ("a", "")) == {}
