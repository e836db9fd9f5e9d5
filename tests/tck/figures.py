"""How many cases passed, by level and by kind of folder."""

from dataclasses import dataclass, field


@dataclass
class Figures:
    """The folders that were run: their cases, how many passed, and whether they use boxed expressions."""

    folders: dict[str, tuple[int, int, bool]] = field(default_factory=dict)

    def note(self, folder: str, passed: int, cases: int, boxed: bool) -> None:
        self.folders[folder] = (passed, cases, boxed)

    def lines(self) -> list[str]:
        """Return a line for each level, for the folders without boxed expressions, and for all."""
        groups = {
            "level 2": [found for name, found in self.folders.items() if "level-2/" in name],
            "level 3": [found for name, found in self.folders.items() if "level-3/" in name],
            "without boxed expressions": [found for found in self.folders.values() if not found[2]],
            "all": list(self.folders.values()),
        }
        return [_line(name, found) for name, found in groups.items() if found]


def _line(name: str, found: list[tuple[int, int, bool]]) -> str:
    passed, cases = sum(each[0] for each in found), sum(each[1] for each in found)
    whole = sum(each[0] == each[1] for each in found)
    return f"DMN TCK, {name}: {passed} of {cases} cases ({100 * passed / cases:.2f}%), {whole} of {len(found)} folders whole"
