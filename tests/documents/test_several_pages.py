"""Files of several pages are taken apart without loss, and what is no scan is refused by its name."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pikepdf
import pytest
from PIL import Image, TiffImagePlugin

from fixtures.scanned_files import SMALL, ScannedPdf, flate, small_scans, tiff_of
from fixtures.scans import encoded, written_page
from listina.documents import multipage
from listina.documents.errors import (
    ActivePdfError,
    EncryptedPdfError,
    FileTooLargeError,
    LayeredScanError,
    MirroredPageError,
    NotAFullPageImageError,
    NotAScanError,
    PageRefusedError,
    SignedPdfError,
    TooManyPagesInFileError,
    TooManyPixelsError,
    UnreadablePageError,
    UnsupportedCodingError,
)
from listina.documents.formats import open_picture
from listina.documents.multipage import pages_of

FULL_PAGE = (SMALL[0] * 72 / 200, SMALL[1] * 72 / 200)
NAME = pikepdf.Name


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_file_of_one_picture_is_its_page_byte_by_byte(format_name: str) -> None:
    content = encoded(written_page(1, size=SMALL), format_name)
    (page,) = pages_of(content)
    assert page.content == content
    assert page.transformations == ()


@pytest.mark.parametrize(
    ("mode", "compression"),
    [("RGB", "tiff_lzw"), ("L", "tiff_deflate"), ("1", "group4"), ("RGB", "jpeg"), ("P", "packbits"), ("CMYK", "raw")],
)
def test_the_pages_of_a_tiff_keep_every_pixel_and_the_resolution(mode: str, compression: str) -> None:
    images = [written_page(number, size=SMALL).convert(mode) for number in range(3)]
    content = tiff_of(images, compression=compression)
    pages = list(pages_of(content))
    assert [page.number for page in pages] == [1, 2, 3]
    with Image.open(io.BytesIO(content)) as original:
        for index, page in enumerate(pages):
            original.seek(index)
            picture = open_picture(page.content).image
            assert np.array_equal(np.asarray(picture), np.asarray(original.copy()))
            assert picture.info["dpi"] == (200, 200)
            assert [done.code for done in page.transformations] == ["taken_out_of_tiff"]


def test_the_jpegs_of_a_pdf_come_out_byte_by_byte_with_the_resolution_of_their_page() -> None:
    scans = small_scans(3)
    pages = list(pages_of(ScannedPdf(scans, dpi=300).written()))
    assert [page.content for page in pages] == scans
    assert all(page.dpi == pytest.approx((300, 300), abs=0.01) for page in pages)
    assert [done.code for done in pages[0].transformations] == ["jpeg_taken_out_of_pdf"]


@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_images_without_loss_come_out_of_a_pdf_pixel_by_pixel(mode: str) -> None:
    image = written_page(1, size=SMALL).convert(mode)
    pdf = ScannedPdf([])
    space = NAME.DeviceRGB if mode == "RGB" else NAME.DeviceGray
    bits = 1 if mode == "1" else 8
    coded = pdf.image(flate(image.tobytes()), SMALL, ColorSpace=space, BitsPerComponent=bits, Filter=NAME.FlateDecode)
    pdf.add_page(coded, FULL_PAGE)
    (page,) = pages_of(pdf.written())
    assert np.array_equal(np.asarray(open_picture(page.content).image.convert(mode)), np.asarray(image))
    assert [done.code for done in page.transformations] == ["pixels_taken_out_of_pdf"]


def test_a_fax_image_comes_out_of_a_pdf_pixel_by_pixel() -> None:
    image = written_page(1, size=SMALL).convert("1")
    tiff = encoded(image, "TIFF", compression="group4")
    with TiffImagePlugin.TiffImageFile(io.BytesIO(tiff)) as file:
        strip = tiff[file.tag_v2[273][0] : file.tag_v2[273][0] + file.tag_v2[279][0]]
        black_is_one = file.tag_v2[262] == 0
    pdf = ScannedPdf([])
    parameters = pikepdf.Dictionary(K=-1, Columns=SMALL[0], Rows=SMALL[1], BlackIs1=not black_is_one)
    coded = pdf.image(
        strip,
        SMALL,
        ColorSpace=NAME.DeviceGray,
        BitsPerComponent=1,
        Filter=NAME.CCITTFaxDecode,
        DecodeParms=parameters,
    )
    pdf.add_page(coded, FULL_PAGE)
    (page,) = pages_of(pdf.written())
    assert open_picture(page.content).image.size == SMALL


@pytest.mark.parametrize(
    ("drawing", "turn"),
    [
        ("q {w} 0 0 {h} 0 0 cm /Im0 Do Q", 0),
        ("q -{w} 0 0 -{h} {w} {h} cm /Im0 Do Q", 180),
        ("q 0 {h} -{w} 0 {w} 0 cm /Im0 Do Q", 270),
        ("q 0 -{h} {w} 0 0 {h} cm /Im0 Do Q", 90),
    ],
)
def test_the_turn_of_a_page_is_that_of_its_drawing_and_its_rotate_entry(drawing: str, turn: int) -> None:
    pdf = ScannedPdf([])
    scan = small_scans(1)[0]
    image = pdf.image(scan, SMALL, ColorSpace=NAME.DeviceRGB, Filter=NAME.DCTDecode, BitsPerComponent=8)
    page = pdf.add_page(image, FULL_PAGE, drawing)
    page.obj.Rotate = 90
    (found,) = pages_of(pdf.written())
    assert found.rotation == (turn + 90) % 360
    assert found.content == scan


def test_invisible_text_of_a_recognition_is_dropped_and_said() -> None:
    pdf = ScannedPdf(small_scans(1))
    page = pdf.pdf.pages[0]
    pdf.add_to_drawing(page, "BT 3 Tr /F1 10 Tf 20 20 Td (usneseni) Tj ET")
    (found,) = pages_of(pdf.written())
    assert [done.code for done in found.transformations] == ["jpeg_taken_out_of_pdf", "hidden_text_dropped"]


def spoil_by_text(pdf: ScannedPdf) -> None:
    pdf.add_to_drawing(pdf.pdf.pages[0], "BT /F1 10 Tf 20 20 Td (dopsano) Tj ET")


def spoil_by_clipping_text(pdf: ScannedPdf) -> None:
    pdf.draw(pdf.pdf.pages[0], "BT 7 Tr (x) Tj ET " + pdf.pdf.pages[0].obj.Contents.read_bytes().decode())


def spoil_by_lines(pdf: ScannedPdf) -> None:
    pdf.add_to_drawing(pdf.pdf.pages[0], "0 0 m 100 100 l S")


def spoil_by_a_white_patch(pdf: ScannedPdf) -> None:
    pdf.add_to_drawing(pdf.pdf.pages[0], "1 g 20 20 50 20 re f")


def spoil_by_an_inline_image(pdf: ScannedPdf) -> None:
    pdf.add_to_drawing(pdf.pdf.pages[0], "q 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q")


def spoil_by_a_form_with_text(pdf: ScannedPdf) -> None:
    form = pdf.pdf.make_stream(b"BT /F1 10 Tf (dopsano) Tj ET")
    form.Type, form.Subtype, form.BBox = NAME.XObject, NAME.Form, [0, 0, 99, 99]
    pdf.pdf.pages[0].obj.Resources.XObject.Fm0 = form
    pdf.add_to_drawing(pdf.pdf.pages[0], "/Fm0 Do")


def spoil_by_an_annotation(pdf: ScannedPdf) -> None:
    stamp = pikepdf.Dictionary(Type=NAME.Annot, Subtype=NAME.Stamp, Rect=[0, 0, 50, 50])
    pdf.pdf.pages[0].obj.Annots = pikepdf.Array([stamp])


def spoil_by_a_second_image(pdf: ScannedPdf) -> None:
    pdf.add_to_drawing(pdf.pdf.pages[0], "q 50 0 0 50 0 0 cm /Im0 Do Q")


def spoil_by_a_mask(pdf: ScannedPdf) -> None:
    image = pdf.pdf.pages[0].obj.Resources.XObject.Im0
    image.SMask = pdf.image(b"\xff", (1, 1), ColorSpace=NAME.DeviceGray, BitsPerComponent=8)


def spoil_by_transparency(pdf: ScannedPdf) -> None:
    page = pdf.pdf.pages[0]
    page.obj.Resources.ExtGState = pikepdf.Dictionary(G0=pikepdf.Dictionary(ca=0.5))
    pdf.draw(page, "/G0 gs " + page.obj.Contents.read_bytes().decode())


def spoil_by_layers(pdf: ScannedPdf) -> None:
    pdf.pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([]), D=pikepdf.Dictionary())


def spoil_by_a_margin(pdf: ScannedPdf) -> None:
    pdf.pdf.pages[0].obj.MediaBox = pikepdf.Array([-40, 0, FULL_PAGE[0], FULL_PAGE[1]])


def spoil_by_a_crop(pdf: ScannedPdf) -> None:
    pdf.pdf.pages[0].obj.CropBox = pikepdf.Array([40, 40, FULL_PAGE[0], FULL_PAGE[1]])


def spoil_by_a_clip(pdf: ScannedPdf) -> None:
    pdf.draw(pdf.pdf.pages[0], "0 0 90 90 re W n " + pdf.pdf.pages[0].obj.Contents.read_bytes().decode())


def spoil_by_a_mirror(pdf: ScannedPdf) -> None:
    pdf.draw(pdf.pdf.pages[0], f"q -{FULL_PAGE[0]} 0 0 {FULL_PAGE[1]} {FULL_PAGE[0]} 0 cm /Im0 Do Q")


def spoil_by_a_script(pdf: ScannedPdf) -> None:
    pdf.pdf.Root.OpenAction = pikepdf.Dictionary(S=NAME.JavaScript, JS=pikepdf.String("app.alert(1)"))


def spoil_by_a_program(pdf: ScannedPdf) -> None:
    pdf.pdf.Root.OpenAction = pikepdf.Dictionary(S=NAME.Launch, F=pikepdf.String("x"))


def spoil_by_an_embedded_file(pdf: ScannedPdf) -> None:
    pdf.pdf.attachments["a.txt"] = b"vlozeny soubor"


def spoil_by_a_form(pdf: ScannedPdf) -> None:
    pdf.pdf.Root.AcroForm = pdf.pdf.make_indirect(pikepdf.Dictionary(Fields=[], XFA=pikepdf.String("x")))


def spoil_by_a_signature(pdf: ScannedPdf) -> None:
    field = pdf.pdf.make_indirect(pikepdf.Dictionary(FT=NAME.Sig, T=pikepdf.String("podpis")))
    pdf.pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])


def spoil_by_jpeg_2000(pdf: ScannedPdf) -> None:
    pdf.pdf.pages[0].obj.Resources.XObject.Im0.Filter = NAME.JPXDecode


def spoil_by_jbig2(pdf: ScannedPdf) -> None:
    pdf.pdf.pages[0].obj.Resources.XObject.Im0.Filter = NAME.JBIG2Decode


def spoil_by_an_inversion(pdf: ScannedPdf) -> None:
    pdf.pdf.pages[0].obj.Resources.XObject.Im0.Decode = pikepdf.Array([1, 0] * 3)


def spoil_by_other_measures(pdf: ScannedPdf) -> None:
    pdf.pdf.pages[0].obj.Resources.XObject.Im0.Width = SMALL[0] - 1


def spoil_by_a_bomb(pdf: ScannedPdf) -> None:
    image = pdf.pdf.pages[0].obj.Resources.XObject.Im0
    image.Width = image.Height = 60_000


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (spoil_by_text, NotAScanError),
        (spoil_by_clipping_text, NotAScanError),
        (spoil_by_lines, NotAScanError),
        (spoil_by_a_white_patch, NotAScanError),
        (spoil_by_an_inline_image, NotAScanError),
        (spoil_by_a_form_with_text, NotAScanError),
        (spoil_by_an_annotation, NotAScanError),
        (spoil_by_a_second_image, LayeredScanError),
        (spoil_by_a_mask, LayeredScanError),
        (spoil_by_transparency, LayeredScanError),
        (spoil_by_layers, LayeredScanError),
        (spoil_by_a_margin, NotAFullPageImageError),
        (spoil_by_a_crop, NotAFullPageImageError),
        (spoil_by_a_clip, NotAFullPageImageError),
        (spoil_by_a_mirror, MirroredPageError),
        (spoil_by_a_script, ActivePdfError),
        (spoil_by_a_program, ActivePdfError),
        (spoil_by_an_embedded_file, ActivePdfError),
        (spoil_by_a_form, ActivePdfError),
        (spoil_by_a_signature, SignedPdfError),
        (spoil_by_jpeg_2000, UnsupportedCodingError),
        (spoil_by_jbig2, UnsupportedCodingError),
        (spoil_by_an_inversion, UnsupportedCodingError),
        (spoil_by_other_measures, UnreadablePageError),
        (spoil_by_a_bomb, TooManyPixelsError),
    ],
)
def test_a_pdf_with_one_thing_too_many_is_refused_by_its_name(
    spoil: Callable[[ScannedPdf], None], error: type[PageRefusedError]
) -> None:
    pdf = ScannedPdf(small_scans(1))
    assert len(list(pages_of(pdf.written()))) == 1
    spoil(pdf)
    with pytest.raises(error) as refused:
        list(pages_of(pdf.written()))
    assert type(refused.value) is error


@pytest.mark.parametrize("user_password", ["", "heslo"])
def test_an_encrypted_pdf_is_refused_whether_or_not_it_opens_without_a_password(user_password: str) -> None:
    content = ScannedPdf(small_scans(1)).written(encryption=pikepdf.Encryption(owner="vlastnik", user=user_password))
    with pytest.raises(EncryptedPdfError):
        list(pages_of(content))


def test_an_image_that_unpacks_to_more_than_its_measures_is_not_unpacked() -> None:
    pdf = ScannedPdf([])
    bomb = pdf.image(
        flate(bytes(200_000_000)), SMALL, ColorSpace=NAME.DeviceGray, BitsPerComponent=8, Filter=NAME.FlateDecode
    )
    pdf.add_page(bomb, FULL_PAGE)
    with pytest.raises(UnreadablePageError):
        list(pages_of(pdf.written()))


@pytest.mark.parametrize("kind", ["tiff", "pdf"])
def test_a_file_cut_off_anywhere_is_refused_and_nothing_else_happens(kind: str) -> None:
    scans = small_scans(2)
    images = [Image.open(io.BytesIO(scan)) for scan in scans]
    content = tiff_of(images) if kind == "tiff" else ScannedPdf(scans).written()
    whole = [page.content for page in pages_of(content)]
    for length in range(0, len(content) - 1, len(content) // 60):
        try:
            found = [page.content for page in pages_of(content[:length])]
        except PageRefusedError:
            continue
        assert found == whole[: len(found)]


def test_a_file_of_more_pages_or_bytes_than_fit_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf, images = ScannedPdf(small_scans(3)).written(), [written_page(number, size=SMALL) for number in range(3)]
    monkeypatch.setattr(multipage, "MOST_FILE_PAGES", 3)
    assert len(list(pages_of(pdf))) == len(list(pages_of(tiff_of(images)))) == 3
    monkeypatch.setattr(multipage, "MOST_FILE_PAGES", 2)
    for content in (pdf, tiff_of(images)):
        with pytest.raises(TooManyPagesInFileError):
            list(pages_of(content))
    monkeypatch.setattr(multipage, "MOST_FILE_BYTES", len(pdf) - 1)
    with pytest.raises(FileTooLargeError):
        list(pages_of(pdf))
