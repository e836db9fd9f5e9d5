"""Models deployed together may import each other, in whatever order their files come."""

import pytest

from app.dmn import read_together
from tests.dmn.drawing import definitions, literal
from tests.feel.evaluating import WORLD


def model(own: str, body: str, *imports: str) -> bytes:
    """Return a model of the namespace `urn:<own>` that imports others by their short names."""
    drawn = "".join(f'<import name="{name}" namespace="urn:{name}" importType="DMN"/>' for name in imports)
    return definitions(drawn + body, name=own, own=f"urn:{own}")


def needs(reference: str) -> str:
    return f'<informationRequirement><requiredDecision href="urn:{reference}"/></informationRequirement>'


@pytest.mark.parametrize("order", [("fees", "rates", "years"), ("years", "rates", "fees"), ("rates", "fees", "years")])
def test_each_is_read_after_those_that_it_imports(order: tuple[str, ...]) -> None:
    files = {
        "fees": model("fees", literal("fee", "rates.rate + 1", requires=needs("rates#rate")), "rates"),
        "rates": model("rates", literal("rate", "years.year * 2", requires=needs("years#year")), "years"),
        "years": model("years", literal("year", "2026")),
    }
    read = read_together({f"{name}.dmn": files[name] for name in order})
    assert read.refused == {}
    assert list(read.models) == ["years.dmn", "rates.dmn", "fees.dmn"]
    assert read.imports == {"years.dmn": (), "rates.dmn": ("years.dmn",), "fees.dmn": ("rates.dmn",)}
    assert read.models["fees.dmn"].evaluate("fee", {}, WORLD).value == 4053


def test_models_that_import_each_other_in_a_circle_are_refused_with_the_way() -> None:
    read = read_together(
        {"a.dmn": model("a", literal("x", "1"), "b"), "b.dmn": model("b", literal("y", "1"), "a"), "c.dmn": model("c", literal("z", "1"))}
    )
    assert list(read.models) == ["c.dmn"]
    for name in ("a.dmn", "b.dmn"):
        (found,) = read.refused[name].findings
        assert (found.rule, found.file) == ("circular-import", name)
        assert str(found.message).endswith("a circle: a.dmn > b.dmn > a.dmn")
    assert set(read.refused) == {"a.dmn", "b.dmn"}


def test_only_the_files_of_a_circle_are_told_of_it_and_who_imports_one_that_it_is_refused() -> None:
    imports = {"lead": ("a",), "a": ("b",), "b": ("c",), "c": ("a", "end"), "end": ()}
    read = read_together({f"{name}.dmn": model(name, literal(name, "1"), *others) for name, others in imports.items()})
    assert list(read.models) == ["end.dmn"]
    told = {name: [(found.rule, str(found.message)) for found in refusal.findings] for name, refusal in read.refused.items()}
    circle = [("circular-import", "Expected imports that lead to an end, but found a circle: a.dmn > b.dmn > c.dmn > a.dmn")]
    refused = [("refused-import", "Expected an imported model that can be used, but a.dmn is refused itself")]
    assert told == {"lead.dmn": refused, "a.dmn": circle, "b.dmn": circle, "c.dmn": circle}


def test_a_missing_import_is_named_as_it_is_drawn() -> None:
    unnamed = '<import namespace="urn:years" importType="DMN"/><import name="fees" importType="DMN"/>'
    read = read_together({"a.dmn": model("a", unnamed + literal("x", "1"), "rates")})
    assert [(found.rule, str(found.message)) for found in read.refused["a.dmn"].findings] == [
        ("unknown-import", "Expected the model of the namespace urn:rates, imported as rates, beside this one"),
        ("unknown-import", "Expected the model of the namespace urn:years beside this one"),
        ("unknown-import", "Expected the model of the namespace none, imported as fees, beside this one"),
    ]


def test_an_import_without_an_id_is_named_by_its_name_or_its_namespace() -> None:
    unnamed = '<import namespace="urn:years" importType="DMN"/>'
    read = read_together({"a.dmn": model("a", f"\n{unnamed}\n" + literal("x", "1"), "rates")})
    refusal = read.refused["a.dmn"]
    assert [(found.element_id, found.line) for found in refusal.findings] == [("rates", 1), ("urn:years", 2)]
    assert "the first, at rates: Expected the model" in str(refusal)


def test_a_model_that_imports_itself_is_refused() -> None:
    read = read_together({"a.dmn": model("a", literal("x", "1"), "a")})
    assert "a.dmn > a.dmn" in str(read.refused["a.dmn"].findings[0].message)


def test_a_namespace_of_two_files_is_refused_only_where_it_is_imported() -> None:
    same = {name: definitions(literal(name, "1"), name=name, own="urn:same") for name in ("x.dmn", "y.dmn")}
    assert read_together(same).refused == {}
    read = read_together({**same, "z.dmn": definitions('<import name="s" namespace="urn:same" importType="DMN"/>', name="z")})
    assert "found x.dmn, y.dmn" in str(read.refused["z.dmn"].findings[0].message)


def test_what_one_file_is_refused_for_is_said_of_that_file() -> None:
    read = read_together({"a.dmn": model("a", literal("x", "1"), "b"), "b.dmn": model("b", literal("y", "1 +")), "c.dmn": b"<not xml"})
    assert read.refused["c.dmn"].code == "bad_xml"
    assert read.refused["b.dmn"].findings[0].element_id == "y_l"
    (found,) = read.refused["a.dmn"].findings
    assert (found.rule, str(found.message)) == (
        "refused-import", "Expected an imported model that can be used, but b.dmn is refused itself"
    )  # fmt: skip
    assert read.models == {}
