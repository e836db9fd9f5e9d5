"""The dossier: a procedure whose cases are secret where their level says so.

handle (a bureau; 7 working days), and beside it a step that fails.
"""

from tests.builders.drawing import end, ext, gate, path, process, properties, script, start, user, z

PROCESS = "dossier"
TITLE = "青石案卷标题"
CONTENT = "青石案卷内容"
FILE_NAME = "青石附件.pdf"


def dossier(secret: str = '=level = "secret"', id: str = PROCESS) -> bytes:
    said = properties(owner="hotline", receipt__code="MJ", titleTemplate="=topic", secret=secret)
    timed = properties(deadline__length="7", deadline__article="11", titleTemplate="=topic", points="chore")
    return process(
        id,
        ext(said),
        start("s", ext(properties(candidateGroups="hotline", public="true", publicName="已收到"))),
        gate("apart"),
        user("handle", z("assignmentDefinition", candidateGroups="handler@health-bureau"), timed, name="办理"),
        script("price", "next", "=if worth = null then function(x) x else worth + 1"),
        end("done"),
        end("priced"),
        path("s apart handle done"),
        path("apart price priced"),
    )
