"""Makes the text fonts and the icon font of the phone's screen. Needs fonttools and brotli."""
import sys
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import cmap_format_4
from fontTools.varLib import instancer

roboto, heebo, symbols, icons, out = sys.argv[1:6]
UNICODES = [*range(0x20, 0x7f), *range(0xa0, 0x180), *range(0x384, 0x3cf), *range(0x400, 0x460),
            *range(0x2010, 0x2027), 0x2030, 0x2039, 0x203a, 0x20ac, 0x2122, 0x2212]
# Hebrew letters, maqaf, geresh, gershayim, the sheqel.
HEBREW = [*range(0x5d0, 0x5eb), 0x5be, 0x5f3, 0x5f4, 0x20aa]

def cut(font, path, **chosen):
    options = subset.Options()
    options.hinting = False
    options.name_IDs = []
    options.notdef_outline = False
    options.layout_features = ["kern"]
    options.drop_tables += ["GDEF", "GSUB", "STAT", "DSIG", "meta", "vmtx", "vhea"]
    font.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(**chosen)
    cutter.subset(font)
    font.save(path)

for weight in ["Regular", "Medium"]:
    cut(TTFont(f"{roboto}/Roboto-{weight}.ttf"), f"{out}/roboto-{weight.lower()}.ttf", unicodes=UNICODES)

for weight, number in [("regular", 400), ("medium", 500)]:
    font = TTFont(f"{heebo}/heebo-hebrew-{number}-normal.woff2")
    font.flavor = None
    cut(font, f"{out}/heebo-{weight}.ttf", unicodes=HEBREW)

font = instancer.instantiateVariableFont(TTFont(symbols), {"FILL": 1, "GRAD": 0, "opsz": 24, "wght": 500})
font.flavor = None
names = [line.strip() for line in open(icons)]
order = set(font.getGlyphOrder())
glyphs = {0xE000 + n: name + ".fill" if name + ".fill" in order else name for n, name in enumerate(names)}
table = cmap_format_4(4)
table.platformID, table.platEncID, table.language, table.cmap = 3, 1, 0, glyphs
font["cmap"].tables = [table]
for tag in ["GSUB", "GPOS", "GDEF"]:
    if tag in font:
        del font[tag]
cut(font, f"{out}/icons.ttf", unicodes=list(glyphs))
