"""Papers as PDF/A and as .docx: the same content always gives the same bytes."""

from app.gateways.press.press import TypstPress

__all__ = ["TypstPress"]
