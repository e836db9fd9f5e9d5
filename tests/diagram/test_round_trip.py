"""A diagram that the modelers' own library read and wrote again says what it said, in every language."""

import subprocess
import sys
from pathlib import Path

from app.diagram import documentation_in, names_in, public_names_in, read_diagram

ROOT = Path(__file__).resolve().parents[2]
LETTER = ROOT / "processes" / "citizen-letter" / "citizen-letter.bpmn"
WRITE_AGAIN = """
import { BpmnModdle } from "bpmn-moddle";
import { readFileSync } from "node:fs";
const moddle = new BpmnModdle();
const { rootElement } = await moddle.fromXML(readFileSync(0, "utf8"));
process.stdout.write((await moddle.toXML(rootElement, { format: true })).xml);
"""


def test_names_in_other_languages_outlive_an_editor() -> None:
    node = Path(sys.executable).parent / "node"
    command = [node, "--input-type=module", "--eval", WRITE_AGAIN]
    written = subprocess.run(command, input=LETTER.read_bytes(), cwd=ROOT, capture_output=True, check=True).stdout
    before, after = read_diagram(LETTER.read_bytes(), LETTER.name), read_diagram(written, LETTER.name)
    for told in (names_in, public_names_in, documentation_in):
        assert told(after, "en", str.upper) == told(before, "en", str.upper)
    assert names_in(after, "en", str.upper)["assign"] == "Assign the letter"
