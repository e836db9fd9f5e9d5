"""Cut the font of printed papers and of the test browser to the characters that a city's texts use: fonts/NotoSansSC-Regular.ttf.

    npm install --prefix FOLDER @expo-google-fonts/noto-sans-sc@0.4.3
    .venv/bin/python tools/cut_fonts.py FOLDER/node_modules/@expo-google-fonts/noto-sans-sc

Kept: GB 2312 whole, the traditional forms (Hong Kong, Taiwan) of its 3,755 commoner characters, the 5,401 commoner ones of Big5 (a
character alone becomes one traditional form, but a word may want another: 簽 beside 籤, 鐘 beside 鍾), Latin, punctuation, arrows,
box drawing.
The whole font has 10 MB a weight, so it is no dependency; the cut one is kept in the repository. Licence: fonts/OFL.txt.
"""

import shutil
import sys
from pathlib import Path

import opencc
from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "fonts" / "NotoSansSC-Regular.ttf"
FIRST_OF_LEVEL_2 = 0xD8
END_OF_COMMONER_BIG5 = 0xC7


def main() -> None:
    """Cut and write; fail where the source lacks a character, since nobody would see the gap before a page is printed."""
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/cut_fonts.py FOLDER_OF_THE_FONT_PACKAGE")
    source = Path(sys.argv[1])
    options = subset.Options(hinting=False, layout_features=[], drop_tables=["DSIG", "GPOS", "GSUB", "vhea", "vmtx"])
    options.recalc_timestamp = False  # the same cut gives the same bytes
    font = subset.load_font(str(source / "400Regular" / "NotoSansSC_400Regular.ttf"), options)
    wanted = characters()
    lacking = {character for character in wanted if ord(character) > 0x3000 and ord(character) not in font.getBestCmap()}
    if lacking:
        sys.exit(f"Expected a font with every Chinese character wanted, but it lacks {''.join(sorted(lacking))}")
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted)))
    subsetter.subset(font)
    # There is one weight. A browser thickens it only where a page asks for over 200 more than the font says it has; titles ask for 600.
    font["OS/2"].usWeightClass = 350
    TARGET.parent.mkdir(exist_ok=True)
    subset.save_font(font, str(TARGET), options)
    shutil.copyfile(source / "LICENSE_FONT", TARGET.with_name("OFL.txt"))


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
