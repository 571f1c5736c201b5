"""What the machine says about one scanned page before it becomes part of an output (posouzení strany).

Source: D193 § 2 and annex 1; decisions 12 and 13.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from PIL import ExifTags

from listina.documents import page_findings
from listina.documents.appearance import Appearance, appearance_of
from listina.documents.clauses_on_pages import claimed, codes_on
from listina.documents.findings import Finding, Severity
from listina.documents.formats import PageFormat, Picture, open_picture
from listina.documents.likeness import alike, perceptual_hash
from listina.documents.page_assessment import PageAssessment
from listina.documents.resolution import Resolution, resolution_of
from listina.documents.skew import skew_degrees
from listina.documents.stack import is_separator
from listina.law.scanning import minimum_depth_on, minimum_dpi_on

SKEW_TO_MENTION_DEGREES = 2.0
_CHANNELS = {"LA": 2, "PA": 2, "RGB": 3, "YCbCr": 3, "RGBA": 4, "RGBX": 4, "CMYK": 4}
_GREY_MODES = frozenset({"1", "L", "LA", "I;16", "I;16B", "I;16L"})
_PALETTE_MODES = frozenset({"P", "PA"})
_TRANSPARENT_MODES = frozenset({"LA", "PA", "RGBA"})
_BILEVEL, _GREY, _COLOUR = "bilevel", "grey", "colour"


def assess(
    content: bytes,
    *,
    day: date,
    declared_dpi: int | None = None,
    page_dpi: tuple[float, float] | None = None,
) -> PageAssessment:
    """Assess the bytes of one page by the rules of `day` (a day in Prague).

    Args:
        content: a JPEG, a PNG, a TIFF or a WebP with one picture; at most 20 MB and 100 million pixels.
        day: decides the lowest lawful resolution.
        declared_dpi: what a person states, 100 to 1200; used only where the file states nothing plausible.
        page_dpi: what the measures of the page say on which the picture lay in its file, along width and height as
            stored; it goes before what the picture says of itself.

    Raises:
        PageRefusedError: a subclass says why this can be no page; scan it anew or store it otherwise.
        DeclaredResolutionError: `declared_dpi` is out of range.
    """
    picture = open_picture(content)
    resolution = resolution_of(picture, declared_dpi=declared_dpi, page_dpi=page_dpi)
    appearance = appearance_of(picture)
    skew = skew_degrees(appearance)
    colour = _colour(picture)
    findings = [
        *_about_resolution(resolution, declared_dpi, day),
        *_about_depth(picture, colour, day),
        *_about_storage(picture),
        *_about_appearance(appearance, skew),
        *_about_codes(picture, resolution, appearance),
    ]
    return PageAssessment(
        format=picture.format.value,
        media_type=picture.format.media_type,
        width_px=picture.image.width,
        height_px=picture.image.height,
        dpi_x=resolution.dpi_x,
        dpi_y=resolution.dpi_y,
        dpi_source=resolution.source,
        bits=picture.bits_per_sample * _CHANNELS.get(picture.image.mode, 1),
        colour=colour,
        sha256=hashlib.sha256(content).hexdigest(),
        sha512=hashlib.sha512(content).hexdigest(),
        length=len(content),
        perceptual=perceptual_hash(appearance, skew),
        blank=appearance.blank,
        skew_degrees=skew,
        findings=tuple(sorted(findings, key=lambda finding: _GRAVITY.index(finding.severity))),
        file_rotation=picture.clockwise_degrees,
    )


def duplicates(assessments: Sequence[PageAssessment]) -> Mapping[int, int]:
    """Return for each page that looks like an earlier one (0-based places): later → the first it looks like.

    Files with the same bytes are the same in any case; blank pages otherwise are never compared.
    """
    table = alike([assessment.perceptual for assessment in assessments])
    found: dict[int, int] = {}
    for later, assessment in enumerate(assessments):
        for earlier in range(later):
            if table[later, earlier] or assessments[earlier].sha256 == assessment.sha256:
                found[later] = earlier
                break
    return found


_GRAVITY = (Severity.BLOCKING, Severity.WARNING, Severity.NOTE)


def _about_resolution(resolution: Resolution, declared_dpi: int | None, day: date) -> Iterator[Finding]:
    least, found = minimum_dpi_on(day), resolution.lower
    if found is None:
        yield page_findings.dpi_unknown()
        return
    # Formats that count dots per metre cannot say 200 dpi exactly: 7874 dots are 199.9996.
    if round(found) < least:
        yield page_findings.dpi_low(found, least)
    if declared_dpi is not None and round(found) != declared_dpi:
        yield page_findings.dpi_contradicted(found, declared_dpi)


def _about_depth(picture: Picture, colour: str, day: date) -> Iterator[Finding]:
    if colour == _BILEVEL:
        yield page_findings.one_bit()
    if colour != _GREY:
        return
    yield page_findings.grey_mode()
    levels, least = 2**picture.bits_per_sample, minimum_depth_on(day).grey_levels
    # A palette is a saving of space: few entries tell of the page, not of the scanner.
    if picture.image.mode not in _PALETTE_MODES and levels < least:
        yield page_findings.shallow(levels, least)


def _about_storage(picture: Picture) -> Iterator[Finding]:
    mode = picture.image.mode
    if ExifTags.IFD.Exif in picture.metadata and _has_exposure(picture):
        yield page_findings.photograph()
    if mode in _PALETTE_MODES:
        yield page_findings.palette()
    if mode in _TRANSPARENT_MODES or "transparency" in picture.image.info:
        yield page_findings.alpha()
    if mode == "CMYK":
        yield page_findings.cmyk()
    if picture.bits_per_sample == 16:  # noqa: PLR2004  # bits of a channel
        deep_colours = picture.format is PageFormat.TIFF and mode not in _GREY_MODES
        yield page_findings.sixteen_bit_reduced() if deep_colours else page_findings.sixteen_bit()
    if picture.clockwise_degrees:
        yield page_findings.exif_rotated(picture.clockwise_degrees)


def _about_appearance(appearance: Appearance, skew: float | None) -> Iterator[Finding]:
    if appearance.blank:
        yield page_findings.blank()
    if skew is not None and abs(skew) >= SKEW_TO_MENTION_DEGREES:
        yield page_findings.skewed(skew)
    if appearance.cut_edges:
        yield page_findings.cut_edge(appearance.cut_edges)


def _about_codes(picture: Picture, resolution: Resolution, appearance: Appearance) -> Iterator[Finding]:
    if appearance.blank:
        return
    codes = codes_on(picture, resolution.lower)
    if is_separator(codes):
        yield page_findings.separator_sheet()
    for clause in claimed(codes):
        yield page_findings.clause_on_page(clause.number, clause.check_code)


def _has_exposure(picture: Picture) -> bool:
    """Whether the file states an exposure; scanners name their make and model, only cameras expose."""
    details = picture.metadata.get_ifd(ExifTags.IFD.Exif)
    return any(tag in details for tag in (ExifTags.Base.ExposureTime, ExifTags.Base.FNumber, ExifTags.Base.FocalLength))


def _colour(picture: Picture) -> str:
    mode = picture.image.mode
    if mode in _PALETTE_MODES:
        used = picture.image.convert("RGB").getcolors(256) or []
        colours = [colour for _, colour in used if isinstance(colour, tuple)]
        if any(not red == green == blue for red, green, blue in colours):
            return _COLOUR
        return _BILEVEL if len(colours) <= 2 else _GREY  # noqa: PLR2004  # black and white
    if mode in _GREY_MODES:
        return _BILEVEL if picture.bits_per_sample == 1 else _GREY
    return _COLOUR
