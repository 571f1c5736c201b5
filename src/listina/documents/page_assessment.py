"""What is known of a scanned page once it was assessed; stored with the page and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from listina.documents.findings import Finding
from listina.documents.resolution import DpiSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAssessment:
    """What was measured on the bytes of a page.

    Attributes:
        format: `JPEG`, `PNG`, `TIFF` or `WEBP`, by the bytes.
        media_type: such as `image/jpeg`.
        width_px: width as stored, before any turn.
        height_px: height as stored.
        dpi_x: dots per inch along the width as stored, 100 to 1200; None while unknown.
        dpi_y: the same along the height.
        dpi_source: who says so.
        bits: bits per pixel as stored, 1 to 64.
        colour: `colour`, `grey` or `bilevel` (black and white only).
        sha256: of the bytes, 64 hexadecimal digits.
        sha512: of the bytes, 128 hexadecimal digits.
        length: number of bytes.
        perceptual: what `duplicates` compares; empty for a blank page.
        blank: nothing is written on the page.
        skew_degrees: by how much the lines are turned clockwise, −5 to 5; None where there are no clear lines.
        findings: what to know, look at or mend, the gravest first.
        file_rotation: the clockwise turn the file itself asks for by EXIF: 0, 90, 180 or 270 degrees.
    """

    format: str
    media_type: str
    width_px: int
    height_px: int
    dpi_x: float | None
    dpi_y: float | None
    dpi_source: DpiSource
    bits: int
    colour: str
    sha256: str
    sha512: str
    length: int
    perceptual: str
    blank: bool
    skew_degrees: float | None
    findings: tuple[Finding, ...]
    file_rotation: int = 0

    def to_json(self) -> dict[str, object]:
        """Return the assessment as JSON values; `from_json` reads them back."""
        values: dict[str, object] = {field.name: getattr(self, field.name) for field in fields(self)}
        values["dpi_source"] = self.dpi_source.value
        values["findings"] = [finding.to_json() for finding in self.findings]
        return values

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> PageAssessment:
        """Read an assessment that `to_json` wrote.

        Raises:
            KeyError: a field is missing.
            TypeError: there is a field that no assessment has, or the findings are no list.
            ValueError: a value is impossible.
        """
        values = dict(stored)
        findings = values["findings"]
        if not isinstance(findings, list):
            message = "the findings of an assessment are a list"
            raise TypeError(message)
        values["findings"] = tuple(Finding.from_json(finding) for finding in findings)
        values["dpi_source"] = DpiSource(str(values["dpi_source"]))
        return cls(**values)  # type: ignore[arg-type]  # values of JSON that this class wrote
