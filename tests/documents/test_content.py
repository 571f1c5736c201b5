"""The content digest: strangers get the same, other ways to write the file don't change it, tricks have none."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from listina.documents import archive
from listina.documents.assessment import assess
from listina.documents.content import content_digest
from listina.documents.errors import ContentNotRecognisedError
from listina.documents.image_coding import coded


@pytest.fixture
def page_set(decision_pages: list[Path], tmp_path: Path) -> archive.PageSet:
    """Three real scans, the second turned."""
    pages = [
        archive.PlacedPage(path=path, assessment=assess(path.read_bytes(), day=date(2026, 3, 12)), rotation=turn)
        for path, turn in zip(decision_pages, (0, 90, 0), strict=True)
    ]
    return archive.place_pages(pages, tmp_path, coded)


@pytest.fixture
def pages_file(page_set: archive.PageSet, tmp_path: Path) -> Path:
    """The pages as a file without a clause."""
    path = tmp_path / "pages.pdf"
    with pikepdf.open(io.BytesIO(page_set.frame)) as pdf:
        for sheet, image in zip(pdf.pages, page_set.images, strict=True):
            sheet.obj.Resources.XObject.Im0.write(image.path.read_bytes(), filter=Name.DCTDecode)
        pdf.save(path)
    return path


def test_a_stranger_recomputes_it_from_the_description_with_qpdf_alone(
    page_set: archive.PageSet, pages_file: Path
) -> None:
    leaves = [_leaf_by_qpdf(pages_file, page) for page in _pages_by_qpdf(pages_file)]
    left = hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).digest()

    assert hashlib.sha256(b"\x01" + left + leaves[2]).hexdigest() == page_set.content_digest


@pytest.mark.parametrize("page_count", [1, 2, 3, 5, 8])
def test_the_tree_has_the_shape_of_rfc_6962(pages_file: Path, tmp_path: Path, page_count: int) -> None:
    with pikepdf.open(pages_file) as pdf:
        while len(pdf.pages) < page_count:
            pdf.pages.append(pdf.pages[len(pdf.pages) % 3])
        pdf.save(tmp_path / "more.pdf")
    leaves = [bytes.fromhex(page_digest(tmp_path / "more.pdf", index, tmp_path)) for index in range(page_count)]

    assert content_digest(tmp_path / "more.pdf", page_count) == _tree_by_levels(leaves).hex()


@pytest.mark.parametrize(
    "options",
    [
        ["--object-streams=generate"],
        ["--qdf"],
        ["--linearize"],
        ["--compress-streams=n", "--stream-data=preserve"],
        ["--empty", "--pages", "{source}", "1-z", "--"],
    ],
)
def test_other_object_numbers_and_layouts_leave_it_as_it_is(
    page_set: archive.PageSet, pages_file: Path, tmp_path: Path, options: list[str]
) -> None:
    source, other = str(pages_file), tmp_path / "other.pdf"
    arguments = [option.format(source=source) for option in options]
    subprocess.run(["qpdf", *([] if "--empty" in arguments else [source]), *arguments, other], check=True)

    assert other.read_bytes() != pages_file.read_bytes()
    assert content_digest(other, 3) == page_set.content_digest


def crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.CropBox = Array([0, 0, 300, 300])


def enlarge(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.UserUnit = 2


def turn_by_inheritance(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Rotate
    pdf.Root.Pages.Rotate = 180


def mask(pdf: pikepdf.Pdf) -> None:
    image = pdf.pages[1].obj.Resources.XObject.Im0
    image.Mask = Array([0, 255, 0, 255, 0, 255])


def hide_by_optional_content(pdf: pikepdf.Pdf) -> None:
    image = pdf.pages[1].obj.Resources.XObject.Im0
    image.OC = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="skryto"))


def change_colours(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Resources.ColorSpace = Dictionary(DefaultRGB=Name.DeviceRGB)


def cover_by_an_annotation(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([0, 0, 500, 500]), Contents="neplatné")
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(note)])


def cover_by_a_field(pdf: pikepdf.Pdf) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 500, 500]))
    pdf.pages[1].obj.Annots = pdf.make_indirect(Array([pdf.make_indirect(field)]))
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[1].obj.Annots)


@pytest.mark.parametrize(
    "trick",
    [
        crop,
        enlarge,
        turn_by_inheritance,
        mask,
        hide_by_optional_content,
        change_colours,
        cover_by_an_annotation,
        cover_by_a_field,
    ],
)
def test_pages_made_to_look_otherwise_have_none(
    pages_file: Path, tmp_path: Path, trick: Callable[[pikepdf.Pdf], None]
) -> None:
    tricked = tmp_path / "tricked.pdf"
    with pikepdf.open(pages_file) as pdf:
        trick(pdf)
        pdf.save(tricked)

    with pytest.raises(ContentNotRecognisedError):
        content_digest(tricked, 3)


@pytest.mark.parametrize(
    ("key", "value"), [("MediaBox", Array([0, 0, 595, 400])), ("Rotate", 270)], ids=["geometry", "turn"]
)
def test_another_size_or_turn_is_another_digest(
    page_set: archive.PageSet, pages_file: Path, tmp_path: Path, key: str, value: object
) -> None:
    changed = tmp_path / "changed.pdf"
    with pikepdf.open(pages_file) as pdf:
        pdf.pages[0].obj[f"/{key}"] = value
        pdf.save(changed)

    assert content_digest(changed, 3) != page_set.content_digest


def test_an_image_drawn_elsewhere_on_the_page_is_another_digest(
    page_set: archive.PageSet, pages_file: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.pdf"
    with pikepdf.open(pages_file) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"q 100 0 0 100 0 0 cm /Im0 Do Q"))
        pdf.save(changed)

    assert content_digest(changed, 3) != page_set.content_digest


def page_digest(path: Path, index: int, folder: Path) -> str:
    """Return the digest of one page: that of a file which holds only this page."""
    with pikepdf.open(path) as pdf, pikepdf.new() as single:
        single.pages.append(pdf.pages[index])
        single.save(folder / "single.pdf")
    return content_digest(folder / "single.pdf", 1)


def _tree_by_levels(leaves: list[bytes]) -> bytes:
    """Return the root as it is computed from the bottom up; RFC 6962 describes it from the top down."""
    level = leaves
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def _pages_by_qpdf(path: Path) -> list[dict[str, Any]]:
    read = subprocess.run(["qpdf", "--json=2", path], check=True, capture_output=True, text=True)
    objects = json.loads(read.stdout, parse_float=Decimal)["qpdf"][1]
    value = {key.removeprefix("obj:"): item for key, item in objects.items()}
    kids = value[value[value["trailer"]["value"]["/Root"]]["value"]["/Pages"]]["value"]["/Kids"]
    pages = []
    for kid in kids:
        page = value[kid]["value"]
        (name,) = page["/Resources"]["/XObject"]
        reference = page["/Resources"]["/XObject"][name]
        image = {"name": name, "reference": reference, **value[reference]["stream"]["dict"]}
        pages.append({"page": page, "image": image})
    return pages


def _leaf_by_qpdf(path: Path, found: dict[str, Any]) -> bytes:
    page, image = found["page"], found["image"]
    described = {
        "MediaBox": [_number(item) for item in page["/MediaBox"]],
        "Rotate": page.get("/Rotate", 0),
        "images": [
            {
                "name": image["name"],
                "Width": _number(image["/Width"]),
                "Height": _number(image["/Height"]),
                "BitsPerComponent": _number(image["/BitsPerComponent"]),
                "Filter": image["/Filter"],
                "ColorSpace": image["/ColorSpace"],
            }
        ],
    }
    written = json.dumps(described, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    for reference, kind in ((page["/Contents"], "--filtered-stream-data"), (image["reference"], "--raw-stream-data")):
        shown = f"--show-object={reference.removesuffix(' R').replace(' ', ',')}"
        stream = subprocess.run(["qpdf", path, shown, kind], check=True, capture_output=True).stdout
        written += len(stream).to_bytes(8, "big") + stream
    return hashlib.sha256(b"\x00" + written).digest()


def _number(value: object) -> str:
    return format(Decimal(str(value)).normalize(), "f")
