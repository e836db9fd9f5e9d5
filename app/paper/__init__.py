"""Templates of papers as documents: reading them, and filling them with what a case knows."""

from app.paper.fill_paper import Filled, Sources, fill_paper
from app.paper.read_paper import read_paper
from app.paper.template import PaperTemplate

__all__ = ["Filled", "PaperTemplate", "Sources", "fill_paper", "read_paper"]
