"""Documents of content alone: text, geometry, pictures, transparency, patterns (each by its name)."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from documents.printing.drawing import FIGURE, changed, document, form, saved, typeset, with_entries

CZECH = """
= Usnesení
Příliš žluťoučký kůň úpěl ďábelské ódy. #lorem(60) Čj.: MUŽĎ/1234/2026-Ř, Šárka Ťuříková, náměstí Republiky 75.
#table(columns: 3, [Položka], [Množství], [Cena], [Žádost], [1], [100 Kč], [Příloha č. 2], [3], [250 Kč])
#pagebreak()
#text(size: 6pt)[Drobné písmo: řádek vyhlášky, který se musí vytisknout čitelně.] #lorem(200)
"""
TEXT = typeset(CZECH)
LONG_WORDS = typeset(
    "#lorem(300)\nŁódź, Győr, Ștefan, ľahký, Đorđe; Ωμέγα; Жизнь. $x^2 + y_1$".replace("$x^2 + y_1$", "")
)


def picture(mode: str = "RGB", size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Return a picture with slopes and edges."""
    down, across = np.mgrid[0 : size[1], 0 : size[0]]
    channels = [(across * 255 / size[0]), (down * 255 / size[1]), ((across // 20 + down // 20) % 2) * 255]
    return Image.fromarray(np.stack(channels, axis=2).astype(np.uint8)).convert(mode)


def image(pdf: Pdf, made: Image.Image, **entries: object) -> pikepdf.Stream:
    """Return an image XObject, uncompressed."""
    spaces = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray, "CMYK": Name.DeviceCMYK, "1": Name.DeviceGray}
    stream = pdf.make_stream(made.tobytes())
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = made.size
    stream.ColorSpace, stream.BitsPerComponent = spaces[made.mode], 1 if made.mode == "1" else 8
    for key, value in entries.items():
        stream[f"/{key}"] = value
    return stream


def jpeg(pdf: Pdf) -> pikepdf.Stream:
    """Return a JPEG as image XObject."""
    target = BytesIO()
    made = picture()
    made.save(target, "JPEG", quality=85)
    stream = pdf.make_stream(target.getvalue())
    stream.Type, stream.Subtype, stream.Filter = Name.XObject, Name.Image, Name.DCTDecode
    stream.Width, stream.Height = made.size
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
    return stream


def _pictures() -> bytes:
    def resources(pdf: Pdf) -> Dictionary:
        soft = image(pdf, picture("L"))
        return Dictionary(
            XObject=Dictionary(
                J=jpeg(pdf),
                G=image(pdf, picture("L")),
                C=image(pdf, picture("CMYK")),
                B=image(pdf, picture("1")),
                S=image(pdf, picture(), SMask=soft),
                K=image(pdf, picture(), Mask=Array([0, 120, 0, 120, 0, 120])),
            )
        )

    places = [(x, y) for y in (560, 320, 80) for x in (40, 310)]
    drawn = b"".join(
        b"q 240 0 0 180 %d %d cm /%s Do Q\n" % (x, y, name)
        for (x, y), name in zip(places, (b"J", b"G", b"C", b"B", b"S", b"K"), strict=True)
    )
    return document(b"0.9 0.9 0.5 rg 0 0 596 842 re f\n" + drawn, resources=resources)


def _transparent() -> bytes:
    modes = ("Normal", "Multiply", "Screen", "Overlay", "Darken", "Difference", "Luminosity", "ColorBurn")

    def resources(pdf: Pdf) -> Dictionary:
        states = Dictionary({f"/M{n}": Dictionary(BM=Name(f"/{mode}"), ca=0.7) for n, mode in enumerate(modes)})
        group = Dictionary(S=Name.Transparency, I=True, K=True)
        inner = form(pdf, b"1 0 0 rg 0 0 100 100 re f 0 1 0 rg 50 50 100 100 re f", (0, 0, 150, 150), Group=group)
        return Dictionary(ExtGState=states, XObject=Dictionary(T=inner))

    squares = b"".join(
        b"q /M%d gs 0.9 0.3 0.2 rg %d %d 110 110 re f Q\n" % (n, 60 + n % 4 * 120, 60 + n // 4 * 140) for n in range(8)
    )
    content = FIGURE + squares + b"q /M1 gs 1 0 0 1 300 500 cm /T Do Q\n"
    return document(
        content, resources=resources, change=with_entries(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))
    )


def _patterns() -> bytes:
    def resources(pdf: Pdf) -> Dictionary:
        tile = pdf.make_stream(b"0.2 0.4 0.9 rg 2 2 8 8 re f 1 0.5 0 RG 0 0 m 14 14 l S")
        tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
        tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, 14, 14]), 14, 14, Dictionary()
        slope = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1)
        axial = Dictionary(
            ShadingType=2,
            ColorSpace=Name.DeviceRGB,
            Coords=Array([60, 0, 500, 0]),
            Function=slope,
            Extend=Array([True, True]),
        )
        radial = Dictionary(
            ShadingType=3, ColorSpace=Name.DeviceRGB, Coords=Array([300, 600, 10, 300, 600, 120]), Function=slope
        )
        return Dictionary(
            Pattern=Dictionary(P=tile, A=Dictionary(PatternType=2, Shading=axial)), Shading=Dictionary(R=radial)
        )

    return document(
        b"/Pattern cs /P scn 60 60 200 150 re f /A scn 60 260 440 120 re f q 180 480 240 240 re W n /R sh Q",
        resources=resources,
    )


def _nested() -> bytes:
    def resources(pdf: Pdf) -> Dictionary:
        without = form(pdf, b"BT /F1 14 Tf 10 10 Td (form without resources) Tj ET", (0, 0, 200, 40))
        inner = form(pdf, b"0.3 0.7 0.5 rg 0 0 60 60 re f", (0, 0, 50, 50), Matrix=Array([0.7, 0.7, -0.7, 0.7, 40, 0]))
        outer = form(
            pdf, b"q 2 0 0 2 0 0 cm /I Do Q 0 G 1 1 98 98 re S", (0, 0, 100, 100),
            Resources=Dictionary(XObject=Dictionary(I=inner)),
        )  # fmt: skip
        return Dictionary(XObject=Dictionary(O=outer, W=without))

    return document(b"q 2 0 0 2 100 400 cm /O Do Q q 1 0 0 1 60 200 cm /W Do Q", resources=resources)


def _mixed() -> bytes:
    target = pikepdf.new()
    sources = (
        typeset("A4 na výšku. #lorem(80)"),
        typeset("A3 na šířku. #lorem(200)", 'paper: "a3", flipped: true'),
        typeset("A5. #lorem(40)", 'paper: "a5"'),
        typeset("A4 na šířku. #lorem(80)", 'paper: "a4", flipped: true'),
        typeset("Úzká strana. #lorem(30)", "width: 90mm, height: 300mm, margin: 10mm"),
    )
    for source in sources:
        with pikepdf.open(BytesIO(source)) as pdf:
            target.pages.extend(pdf.pages)
    return saved(target)


def _glyphs() -> bytes:
    def resources(pdf: Pdf) -> Dictionary:
        glyph = pdf.make_stream(b"700 0 0 0 600 600 d1 0 0 600 600 re f")
        type_3 = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 700, 700]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(square=glyph), Encoding=Dictionary(Differences=Array([97, Name.square])),
            FirstChar=97, LastChar=97, Widths=Array([700]), Resources=Dictionary(),
        )  # fmt: skip
        named = Dictionary(Font=Dictionary(T3=type_3))
        drawn = form(pdf, b"BT /T3 30 Tf 20 20 Td (aaa) Tj ET", (0, 0, 200, 80), Resources=named)
        return Dictionary(XObject=Dictionary(T=drawn))

    return document(
        b"q 1 0 0 1 100 100 cm /T Do Q BT /F1 60 Tf 1 Tr 60 600 Td (Outline) Tj ET "
        b"q BT /F1 90 Tf 7 Tr 60 400 Td (CLIP) Tj ET 0.2 0.5 0.8 rg 40 420 400 40 re f Q "
        b"BT 3 Tr /F1 20 Tf (unseen) Tj ET",
        resources=resources,
    )


def _inherited() -> bytes:
    with pikepdf.open(BytesIO(document(pages=3))) as pdf:
        tree = pdf.Root.Pages
        tree.Resources, tree.MediaBox, tree.Rotate = pdf.pages[0].obj.Resources, Array([0, 0, 420, 595]), 90
        for page in pdf.pages:
            for key in ("/Resources", "/MediaBox"):
                del page.obj[key]
        return saved(pdf)


def _divided() -> bytes:
    def divide(pdf: Pdf, page: Dictionary) -> None:
        cut = FIGURE.index(b"Q\nq")
        page.Contents = Array([pdf.make_stream(FIGURE[:cut]), pdf.make_stream(FIGURE[cut:]), pdf.make_stream(b"")])

    return document(change=divide)


_INLINE = (
    b"q 200 0 0 200 150 300 cm BI /W 4 /H 4 /BPC 8 /CS /G ID "
    b"\x00\x40\x80\xc0\x40\x80\xc0\xff\x80\xc0\xff\x00\xc0\xff\x00\x40 EI Q"
)
_CMYK = b"0.8 0.1 0 0.1 k 60 60 200 200 re f 0 0.9 0.8 0 k 200 200 200 200 re f 0 0 0 1 K 5 w 60 500 m 500 700 l S"

PLAIN: dict[str, bytes] = {
    "text-with-czech-letters": TEXT,
    "text-of-many-letters": LONG_WORDS,
    "standard-fonts-not-embedded": document(),
    "turned-90": changed(TEXT, with_entries(Rotate=90)),
    "turned-180": changed(TEXT, with_entries(Rotate=180)),
    "turned-270": changed(TEXT, with_entries(Rotate=270)),
    "turned-minus-90": document(change=with_entries(Rotate=-90)),
    "cropped": document(change=with_entries(CropBox=Array([50, 80, 480, 560]))),
    "cropped-and-turned": document(change=with_entries(CropBox=Array([50, 80, 480, 560]), Rotate=270)),
    "cropped-beyond-its-media": document(change=with_entries(CropBox=Array([-100, -100, 400, 500]))),
    "boxes-for-the-printing-house": document(
        change=with_entries(TrimBox=Array([40, 40, 500, 700]), BleedBox=Array([20, 20, 550, 760]))
    ),
    "origin-elsewhere": document(box=(-120, -60, 420, 540)),
    "corners-exchanged": document(box=(595, 842, 0, 0)),
    "sizes-mixed": _mixed(),
    "pictures": _pictures(),
    "inline-picture": document(_INLINE),
    "transparency": _transparent(),
    "patterns-and-slopes": _patterns(),
    "forms-in-forms": _nested(),
    "glyphs-drawn-and-clipping": _glyphs(),
    "attributes-inherited": _inherited(),
    "content-divided": _divided(),
    "colours-for-printers": document(_CMYK),
    "state-not-restored": document(b"q 0.5 0 0 0.5 0 0 cm 1 0 0 rg " + FIGURE),
    "state-restored-too-often": document(FIGURE + b"Q Q Q " + FIGURE),
    "large": document(b"q 2 0 0 2 0 0 cm\n" + FIGURE + b"Q", box=(0, 0, 1191, 1684)),
    "tiny": document(b"0.2 0.2 0.8 rg 4 4 12 12 re f", box=(0, 0, 30, 24)),
    "empty": document(b""),
    "objects-in-streams": saved(pikepdf.open(BytesIO(TEXT)), linearize=True),
}
"""Each prints as it is rendered."""
