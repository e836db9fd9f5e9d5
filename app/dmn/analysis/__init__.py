"""Judging decision tables without asking them: overlaps, gaps, rules that cannot hit, cells that cannot fit.

Every input becomes a scale: the values at which any cell changes its answer, and what lies between them. A rule is then a box of
whole numbers used as sets of bits, and what is said of a table is said of all values, not of samples.
"""

from app.dmn.analysis.analyse import analyse
from app.dmn.analysis.result import Analysis, Doubt, Example, Gap, Misfit, Overlap, Unreachable

__all__ = ["Analysis", "Doubt", "Example", "Gap", "Misfit", "Overlap", "Unreachable", "analyse"]
