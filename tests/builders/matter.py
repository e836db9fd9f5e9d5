"""A matter that is registered by a form, looked into by another, and closed."""

from tests.builders.drawing import end, ext, path, process, properties, start, user, z

FORM = b"""{
  "type": "default", "id": "matter", "schemaVersion": 18,
  "components": [
    {"type": "textfield", "key": "topic", "id": "topic", "label": "Topic", "validate": {"required": true, "maxLength": 40}},
    {"type": "number", "key": "worth", "id": "worth", "label": "Worth"},
    {"type": "filepicker", "key": "papers", "id": "papers", "label": "Papers", "multiple": true, "accept": ".pdf"}
  ]
}"""
SAID = b"""{
  "type": "default", "id": "finding", "schemaVersion": 18,
  "components": [
    {"type": "textfield", "key": "found", "id": "found", "label": "Found", "validate": {"required": true}},
    {"type": "number", "key": "worth", "id": "worth", "label": "Worth"}
  ]
}"""


def matter(kept: str = "", looked_into_by: str = "hotline", secret: str = "") -> bytes:
    """kept: whether who wrote in is kept, FEEL. looked_into_by: the candidate groups of the first step. secret: whether it is, FEEL."""
    group = z("assignmentDefinition", candidateGroups="hotline")
    others = z("assignmentDefinition", candidateGroups=looked_into_by)
    return process(
        "matter",
        ext(
            properties(
                owner="hotline",
                receipt__code="CS",
                titleTemplate="=topic",
                **({"identity__kept": kept} if kept else {}),
                **({"secret": secret} if secret else {}),
            )
        ),
        start("s", ext(z("formDefinition", formId="matter"), properties(candidateGroups="hotline"))),
        user("look", others, z("formDefinition", formId="finding"), name="查看"),
        user("close", group, name="结案"),
        end(),
        path("s look close e"),
        name="事项",
    )


def matter_files(kept: str = "", looked_into_by: str = "hotline", secret: str = "", form: bytes = FORM) -> dict[str, bytes]:
    return {"matter.bpmn": matter(kept, looked_into_by, secret), "matter.form": form, "finding.form": SAID}
