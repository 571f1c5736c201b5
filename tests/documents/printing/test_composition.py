"""The print file: pages in their size, the clause on a new sheet, nothing in it but what is printed."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from documents.printing.annotated_documents import ANNOTATED
from documents.printing.drawing import FIGURE, annotation, document, fields, form, saved, with_entries
from documents.printing.plain_documents import PLAIN
from listina.documents.printing.composition import Composed, compose
from listina.documents.printing.errors import Obstacle, PrintNotPossibleError

A4 = (595.28, 841.89)
A3 = (841.89, 1190.55)
CLAUSE_TEXT = b"BT /F1 12 Tf 60 700 Td (the clause) Tj ET"


def composed(
    content: bytes, folder: Path, *, clause_pages: int = 1, two_sided: bool = False, fit: frozenset[int] = frozenset()
) -> Composed:
    input_, clause = folder / "input.pdf", folder / "clause.pdf"
    input_.write_bytes(content)
    clause.write_bytes(document(CLAUSE_TEXT, pages=clause_pages))
    return compose(input_, clause, two_sided=two_sided, fit_to_a4=fit)


def pages_of(made: Composed) -> Pdf:
    return pikepdf.open(BytesIO(made.content))


def sizes(made: Composed) -> list[tuple[float, float]]:
    return [(float(page.mediabox[2]), float(page.mediabox[3])) for page in pages_of(made).pages]


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents")
    return contents.read_bytes() if isinstance(contents, pikepdf.Stream) else b""


def refused(content: bytes, folder: Path) -> Obstacle:
    with pytest.raises(PrintNotPossibleError) as raised:
        composed(content, folder)
    return raised.value.obstacle


def of_sizes(*boxes: tuple[float, float]) -> bytes:
    pdf = pikepdf.new()
    for width, height in boxes:
        with pikepdf.open(BytesIO(document(box=(0, 0, width, height)))) as one:
            pdf.pages.extend(one.pages)
    return saved(pdf)


@pytest.mark.parametrize(
    ("pages", "clause_pages", "two_sided", "fillers", "sheets"),
    [
        (4, 1, True, (), 3),
        (3, 1, True, (4,), 3),
        (3, 2, True, (4,), 3),
        (1, 3, True, (2,), 3),
        (3, 1, False, (), 4),
        (4, 2, False, (), 6),
    ],
)
def test_the_clause_starts_on_a_new_sheet_and_empty_backs_are_no_pages_of_the_output(
    tmp_path: Path, pages: int, clause_pages: int, *, two_sided: bool, fillers: tuple[int, ...], sheets: int
) -> None:
    made = composed(document(pages=pages), tmp_path, clause_pages=clause_pages, two_sided=two_sided)

    assert (made.document_page_count, made.clause_page_count) == (pages, clause_pages)
    assert (made.filler_pages, made.sheet_count) == (fillers, sheets)
    with pages_of(made) as pdf:
        assert len(pdf.pages) == pages + clause_pages + len(fillers)
        clause = [number for number, page in enumerate(pdf.pages, 1) if _content(page) == CLAUSE_TEXT]
        assert clause == list(range(pages + len(fillers) + 1, len(pdf.pages) + 1))
        assert all("/Contents" not in pdf.pages[filler - 1].obj for filler in fillers)


def test_each_sheet_has_one_size_of_paper(tmp_path: Path) -> None:
    turned = (A4[1], A4[0])
    made = composed(of_sizes(A4, A3, A3, turned, A4), tmp_path, two_sided=True)

    assert made.filler_pages == (2,)
    assert made.sheet_count == 4
    assert sizes(made) == [A4, A4, A3, A3, turned, A4, A4]


def test_the_same_document_and_clause_give_the_same_bytes(tmp_path: Path) -> None:
    for content in (*PLAIN.values(), *ANNOTATED.values()):
        assert composed(content, tmp_path).content == composed(content, tmp_path).content


def test_pages_ask_for_paper_of_their_size_and_no_scaling(tmp_path: Path) -> None:
    for two_sided, duplex in ((True, "/DuplexFlipLongEdge"), (False, "/Simplex")):
        with pages_of(composed(document(), tmp_path, two_sided=two_sided)) as pdf:
            asked = pdf.Root.ViewerPreferences
            assert (str(asked.PrintScaling), str(asked.Duplex)) == ("/None", duplex)
            assert asked.PickTrayByPDFSize


def test_size_and_turn_are_kept_and_the_crop_box_is_the_page(tmp_path: Path) -> None:
    change = with_entries(CropBox=Array([50, 80, 480, 560]), Rotate=270)
    with pages_of(composed(document(change=change), tmp_path)) as pdf:
        page = pdf.pages[0].obj
        assert [float(corner) for corner in page.MediaBox] == [50, 80, 480, 560]
        assert page.Rotate == 270
        assert "/CropBox" not in page


def test_units_other_than_points_are_put_into_points(tmp_path: Path) -> None:
    with pages_of(composed(document(box=(0, 0, 300, 400), change=with_entries(UserUnit=3)), tmp_path)) as pdf:
        assert [float(corner) for corner in pdf.pages[0].obj.MediaBox] == [0, 0, 900, 1200]
        assert "/UserUnit" not in pdf.pages[0].obj


def test_large_pages_are_reduced_to_a4_where_the_official_asks_and_only_there(tmp_path: Path) -> None:
    made = composed(of_sizes(A3, (A3[1], A3[0]), A3, A4), tmp_path, fit=frozenset({1, 2, 4, 9}))

    assert made.reduced_pages == (1, 2)
    rounded = [(round(width), round(height)) for width, height in sizes(made)]
    assert rounded[:4] == [(595, 842), (842, 595), (842, 1191), (595, 842)]


def _busy(pdf: Pdf, page: Dictionary) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    actions = Dictionary(K=script)
    text = annotation(pdf, page, "Widget", [60, 600, 200, 640], FT=Name.Tx, T=String("a"), V=String("b"), AA=actions)
    annotation(
        pdf, page, "Link", [0, 0, 90, 90], look=None, A=Dictionary(S=Name.URI, URI=String("https://listina.test"))
    )
    fields(pdf, text)
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WP=script)
    pdf.Root.Metadata = pdf.make_stream(b"<xmp>secret</xmp>")
    pdf.Root.Outlines = Dictionary(Count=0)
    pdf.docinfo.Title = String("secret")
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"attached")
    page.AA, page.Metadata, page.PieceInfo = Dictionary(O=script), pdf.make_stream(b"<xmp/>"), Dictionary()
    page.Resources.XObject = Dictionary(A=form(pdf, b"", (0, 0, 1, 1), Metadata=pdf.make_stream(b"<xmp>hidden</xmp>")))


def test_nothing_is_left_but_what_is_printed(tmp_path: Path) -> None:
    made = composed(document(change=_busy), tmp_path)
    with pages_of(made) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/ViewerPreferences"}
        assert "/Info" not in pdf.trailer
        assert set(pdf.pages[0].obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        everything = b"".join(
            item.read_bytes() if isinstance(item, pikepdf.Stream) else item.unparse(resolved=True)
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream | Dictionary | Array)
        )
    for word in (b"JavaScript", b"XFA", b"attached", b"secret", b"hidden", b"URI", b"Annot", b"AcroForm", b"<xmp"):
        assert word not in everything


def test_layers_have_one_state_each_that_nothing_changes(tmp_path: Path) -> None:
    with pages_of(composed(ANNOTATED["layer-off"], tmp_path)) as pdf:
        properties = pdf.Root.OCProperties
        assert [str(group.Name) for group in properties.OCGs] == ["Vrstva 1", "Vrstva 2"]
        assert [str(group.Name) for group in properties.D.OFF] == ["Vrstva 2"]
        assert len(properties.D.Locked) == 2
        assert "/AS" not in properties.D


def _encrypted() -> bytes:
    with pikepdf.open(BytesIO(document())) as pdf:
        target = BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(user="u", owner="o"))
        return target.getvalue()


def _external(pdf: Pdf, page: Dictionary) -> None:
    elsewhere = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, F=String("https://listina.test/picture"))
    page.Resources.XObject = Dictionary(A=elsewhere)


def _bomb(pdf: Pdf, page: Dictionary) -> None:
    page.Contents = pdf.make_stream(zlib.compress(b"0 g " * (1 << 20)), Filter=Name.FlateDecode)


@pytest.mark.parametrize(
    ("content", "obstacle"),
    [
        (b"", Obstacle.UNREADABLE),
        (b"%PDF-1.7\n" + b"\0" * 500, Obstacle.UNREADABLE),
        (document()[:300], Obstacle.UNREADABLE),
        (_encrypted(), Obstacle.ENCRYPTED),
        (document(box=(0, 0, 1, 1)), Obstacle.PAGE_SIZE),
        (document(box=(0, 0, 20000, 500)), Obstacle.PAGE_SIZE),
        (document(change=with_entries(UserUnit=1e9)), Obstacle.PAGE_SIZE),
        (document(change=_external), Obstacle.EXTERNAL_CONTENT),
        (document(pages=501), Obstacle.TOO_MANY_PAGES),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_obstacle(
    tmp_path: Path, content: bytes, obstacle: Obstacle
) -> None:
    assert refused(content, tmp_path) is obstacle


def test_content_of_any_length_is_printed(tmp_path: Path) -> None:
    assert composed(document(FIGURE, change=_bomb), tmp_path).document_page_count == 1
