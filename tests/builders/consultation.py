"""A consultation: several are asked at once by a form, each with a deadline of 5 working days after which silence counts as consent.

ask each (say) -> replies -> any objection? settle (hotline) : tell (hotline)
"""

from tests.builders.city import City
from tests.builders.drawing import boundary, date, each, end, ext, io, path, process, properties, start, sub, user, xor, z

PROCESS = "consultation"
FORM = b"""{
  "type": "default", "id": "say", "schemaVersion": 18,
  "components": [
    {"type": "radio", "key": "reply", "id": "reply", "label": "Reply", "validate": {"required": true},
     "values": [{"label": "agree", "value": "agree"}, {"label": "object", "value": "object"}]},
    {"type": "textfield", "key": "ground", "id": "ground", "label": "Ground", "validate": {"required": true},
     "conditional": {"hide": "=not(reply = \\"object\\")"}}
  ]
}"""
HEALTH, OFFICE = "handler@health-bureau", "hotline"
OBJECTS = {"reply": "object", "ground": "art. 66"}
AGREED = {"reply": "agree", "ground": None, "of": HEALTH}


def consultation() -> bytes:
    empty = {"reply": "=null", "ground": "=null"}
    said = io(outputs={"reply": "=reply", "ground": "=ground"})
    form = z("formDefinition", formId="say")
    limit = {"deadline__length": "5", "deadline__unit": "working day", "deadline__silence": "consent", "deadline__article": "34"}
    say = user("say", form, z("assignmentDefinition", candidateGroups="=unit"), said, properties(**limit), name="答复意见")
    deemed = boundary("lapse", "say", ext(io(outputs={"reply": '="deemed"', "ground": "=null"})) + date("=deadline"))
    hotline = z("assignmentDefinition", candidateGroups="hotline")
    return process(
        PROCESS,
        ext(properties(owner="hotline", receipt__code="ZX", receipt__backdating="hotline", titleTemplate="=topic")),
        start("s", ext(properties(candidateGroups="hotline"))),
        sub(
            "asking",
            start("b"),
            say,
            deemed,
            end("said"),
            end("silent"),
            path("b say said"),
            path("lapse silent"),
            parts=(io(inputs=empty),),
            loop=each("=units", "unit", "replies", "={of: unit, reply: reply, ground: ground}"),
        ),
        xor("any", "any_tell"),
        user("settle", hotline, name="协调"),
        user("tell", hotline, name="告知结果"),
        end("settled"),
        end("told"),
        path("s asking any settle settled", any='some one in replies satisfies one.reply = "object"'),
        path("any tell told"),
        name="征求意见",
    )


def case_at_asking(city: City, *groups: str) -> int:
    """Return a case that waits for the replies of some groups."""
    city.deploy({"consultation.bpmn": consultation(), "say.form": FORM})
    return city.start(PROCESS, topic="a new bridge", units=list(groups))
