"""What is wrong with a file is said without the words of the library that reads it."""

import pytest

from app.domain.rejection import Rejection
from app.markup.read_xml import read_xml


@pytest.mark.parametrize(("text", "said"), [
    ("<a><b></a>", "line 1: expected XML, but found: an end tag that does not fit its start tag"),
    ("<a>", "line 1: expected XML, but found: the end of the file, before everything is closed"),
    ("", "expected XML, but found: no element"),
    ("words", "line 1: expected XML, but found: no element"),
    ("<a/><b/>", "line 1: expected XML, but found: something after the end of the document"),
    ("<a x=1/>", "line 1: expected XML, but found: an attribute without its quotation marks"),
    ("<a>&</a>", "line 1: expected XML, but found: a & that is not written as &amp;"),
    ("<a>&nbsp;</a>", "line 1: expected XML, but found: a name between & and ; that XML does not know"),
    ("<a x='1' x='2'/>", "line 1: expected XML, but found: an attribute that stands twice"),
    ("<a>" * 300 + "</a>" * 300, "line 1: expected XML, but found: deeper nesting or longer texts than are read"),
])  # fmt: skip
def test_a_file_that_is_no_xml_is_refused_in_plain_words(text: str, said: str) -> None:
    with pytest.raises(Rejection) as refused:
        read_xml(text.encode(), "plan.bpmn")
    assert said in str(refused.value)
