"""Cut the fonts of printed papers and of the test browser to the characters that a city's texts use: fonts/Noto*.ttf.

    npm install --prefix FOLDER @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-serif-sc@0.4.3
    .venv/bin/python tools/cut_fonts.py FOLDER/node_modules/@expo-google-fonts

Kept: GB 2312 whole, the traditional forms (Hong Kong, Taiwan) of its 3,755 commoner characters, the 5,401 commoner ones of Big5 (a
character alone becomes one traditional form, but a word may want another: 簽 beside 籤, 鐘 beside 鍾), Latin, punctuation, arrows,
box drawing.
The whole fonts have 10 to 14 MB a weight, so they are no dependency; the cut ones are kept in the repository. Licence: fonts/OFL.txt.
Song (serif) for the text of papers, bold for their titles; Hei (sans) for headings and for the browser. No FangSong is free: a city puts
its own into DUBAN_DATA/fonts.
"""

import shutil
import sys
from pathlib import Path

import opencc
from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "fonts"
HEI = "NotoSansSC-Regular.ttf"
SOURCES = {
    HEI: "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "NotoSerifSC-Regular.ttf": "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "NotoSerifSC-Bold.ttf": "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
}
FIRST_OF_LEVEL_2 = 0xD8
END_OF_COMMONER_BIG5 = 0xC7


def main() -> None:
    """Cut and write; fail where the source lacks a character, since nobody would see the gap before a page is printed."""
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/cut_fonts.py FOLDER_OF_THE_FONT_PACKAGES")
    packages = Path(sys.argv[1])
    FOLDER.mkdir(exist_ok=True)
    wanted = characters()
    for name, source in SOURCES.items():
        cut(packages / source, FOLDER / name, wanted)
    shutil.copyfile(packages / "noto-sans-sc" / "LICENSE_FONT", FOLDER / "OFL.txt")


def cut(source: Path, target: Path, wanted: set[str]) -> None:
    options = subset.Options(hinting=False, layout_features=[], drop_tables=["DSIG", "GPOS", "GSUB", "vhea", "vmtx"])
    options.recalc_timestamp = False  # the same cut gives the same bytes
    font = subset.load_font(str(source), options)
    lacking = {character for character in wanted if ord(character) > 0x3000 and ord(character) not in font.getBestCmap()}
    if lacking:
        sys.exit(f"Expected a font with every Chinese character wanted, but it lacks {''.join(sorted(lacking))}")
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted)))
    subsetter.subset(font)
    if target.name == HEI:
        # There is one weight. A browser thickens it only where a page asks for over 200 more than the font says it has; titles ask for 600.
        font["OS/2"].usWeightClass = 350
    subset.save_font(font, str(target), options)


def characters() -> set[str]:
    """Return the characters to keep."""
    chinese = set(coded("gb2312", 0xA1, 0xF8))
    commoner = "".join(coded("gb2312", 0xB0, FIRST_OF_LEVEL_2))
    traditional = {character for to in ("s2hk", "s2tw") for character in opencc.OpenCC(to).convert(commoner)}
    latin = {chr(code) for code in range(0x20, 0x250)}
    signs = {chr(code) for code in range(0x2000, 0x2600)}
    return chinese | traditional | set(coded("big5", 0xA4, END_OF_COMMONER_BIG5)) | latin | signs


def coded(encoding: str, first: int, end: int) -> list[str]:
    """Return the characters whose first byte lies from first, without end, as the encoding orders them."""
    found = []
    for row in range(first, end):
        for column in range(0x40, 0xFF):
            try:
                found.append(bytes([row, column]).decode(encoding))
            except UnicodeDecodeError:
                continue
    return found


if __name__ == "__main__":
    main()
