"""Reading papers back, as whoever gets them would."""

import io
import re

from docx import Document
from pypdf import PdfReader


def pdf_words(raw: bytes) -> str:
    """Return the words of a PDF without spaces and line breaks: where a line ends is the printer's choice."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages))


def word_words(raw: bytes) -> str:
    """Return the words of a Word document, paragraph by paragraph, then cell by cell."""
    document = Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
