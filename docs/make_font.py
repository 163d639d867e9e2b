"""How the shipped font was made: a subset of Noto Sans CJK SC with TrueType outlines, which PDF wants.

Run by hand when the set of characters changes; needs fonttools and Debian's fonts-noto-cjk and unicode-data:

    python docs/make_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
"""

from __future__ import annotations

import bz2
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
NAME = "RoundsmanSansSC"
_MAXIMA = (
    "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
    "maxCompositeContours", "maxComponentDepth",
)  # fmt: skip
_ERROR = 1.0
"""Units of 1000 by which an outline may differ."""


def characters() -> set[int]:
    """GB 2312, the standard list of 8105 characters (通用规范汉字表), Latin and the marks a sheet uses."""
    found = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x2010, 0x2027)) | {0x20AC, 0x2116}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gb2312")))
            except (UnicodeDecodeError, TypeError):
                continue
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as unihan:
        found |= {int(line.split("\t")[0].removeprefix("U+"), 16) for line in unihan if "\tkTGH\t" in line}
    found |= {
        ord(mark) for mark in "✓✗☐☑●○◆◇■□▲△▼▽←↑→↓↔★☆①②③④⑤⑥⑦⑧⑨⑩〓…—–·「」『』【】〔〕《》〈〉、。，；：？！（）￥％～"
    }
    return found


def made(source: Path) -> TTFont:
    fonts = TTCollection(str(source)).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = subset.Options(layout_features=[], name_IDs=[0, 13, 14], notdef_outline=True, hinting=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    glyphs = font.getGlyphSet()
    outlines = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = font.getGlyphOrder()
    table.glyphs = outlines
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    table.compile(font)
    _plain_tables(font)
    return font


def _plain_tables(font: TTFont) -> None:
    """The tables a TrueType font must have, and names of its own, as the licence asks."""
    font["maxp"].tableVersion = 0x00010000
    for field in _MAXIMA:
        setattr(font["maxp"], field, 1 if field == "maxZones" else 0)
    font["head"].glyphDataFormat = 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    for number, text in ((1, NAME), (2, "Regular"), (4, NAME), (6, NAME)):
        font["name"].setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    result = made(Path(sys.argv[1]))
    target = Path(__file__).parents[1] / "routing" / "sheets" / "fonts" / f"{NAME}.ttf"
    result.save(str(target))
    sys.stderr.write(f"{target}: {target.stat().st_size} bytes, {len(result.getGlyphOrder())} glyphs\n")
