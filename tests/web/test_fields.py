"""Fields of forms as they are drawn."""

import re

from tests.web.sample_pages import SAMPLES, draw, environment


def test_several_of_many_are_chosen_by_ticks_and_by_no_list_that_wants_a_key_held_down() -> None:
    (sample,) = (one for one in SAMPLES if one.name == "task-fields-alone")
    page = draw(sample, environment(lambda name: f"/static/{name}"))
    assert "multiple size" not in page
    (field,) = re.findall(r'<fieldset[^>]*id="f-tags".*?</fieldset>', page, re.S)
    assert field.count('type="checkbox" name="tags"') == 3
    assert "<legend" in field
