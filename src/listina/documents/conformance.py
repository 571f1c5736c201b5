"""Whether a file is PDF/A-2b as far as we can tell; what is not known to be right is not approved.

Two judges: pikepdf's allowlist, made from the veraPDF profiles, which reads the file as repaired; and our own reading
of the raw bytes for what a repair hides (header, trailer /ID, cross-reference syntax, stream boundaries).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import pdfa

from listina.documents.outline import outline
from listina.large_files import beginning

_HEADER = re.compile(rb"%PDF-1\.[0-7](\r\n|\r|\n)%[\x80-\xff]{4}")
_XREF = re.compile(rb"(?<!start)xref(?P<eol>[ \t\r\n\0\f]*)(?P<head>\d+[ \t\r\n]+\d+)")
_TRAILER = re.compile(rb"trailer(.{0,4000}?)startxref", re.DOTALL)
_SIGNED_PLACES = ("(Catalog) /AcroForm", "(Catalog) /Perms", "(Catalog) /DSS")
# The library names the place of validation data (ETSI EN 319 142-1, 5.4.2) by the dictionary above it.
_VALIDATION_DATA = "unrecognized key(s) /DSS are not checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfaVerdict:
    """Approved or not; `findings` say why not, in English, and are empty only if approved."""

    approved: bool
    findings: tuple[str, ...]


def check_pdfa(path: Path) -> PdfaVerdict:
    """Judge an unsigned file."""
    with path.open("rb") as file:
        return _unsigned_verdict(file, path.stat().st_size)


def check_signed_pdfa(path: Path, prefix_length: int) -> PdfaVerdict:
    """Judge a signed file: its unsigned prefix is approved, and what came later is only what signatures need.

    Args:
        path: the signed file.
        prefix_length: how many of its first bytes were the file before the signature.
    """
    length = path.stat().st_size
    if not 0 < prefix_length < length:
        return _verdict(["the file is not longer than its unsigned part"])
    with path.open("rb") as file:
        before = _unsigned_verdict(beginning(file, prefix_length), prefix_length)
        if not before.approved:
            return before
        others = [str(finding) for finding in _allowlist(file) if not _belongs_to_signatures(finding)]
        return _verdict([*_raw_findings(file, length), *_read_findings(file), *others])


def _unsigned_verdict(file: BinaryIO, length: int) -> PdfaVerdict:
    return _verdict([*_raw_findings(file, length), *_repairs(file), *map(str, _allowlist(file))])


def _verdict(findings: list[str]) -> PdfaVerdict:
    return PdfaVerdict(approved=not findings, findings=tuple(findings))


def _belongs_to_signatures(finding: pdfa.Finding) -> bool:
    # What the library does not check is no violation.
    if finding.kind != "unsupported":
        return False
    where = str(finding.where)
    return where.endswith(_SIGNED_PLACES) or (where.endswith("(Catalog)") and finding.message == _VALIDATION_DATA)


def _allowlist(file: BinaryIO) -> list[pdfa.Finding]:
    file.seek(0)
    findings: list[pdfa.Finding] = pdfa.validate_written(file, "2b").findings
    return findings


def _repairs(file: BinaryIO) -> list[str]:
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            return [f"the file needed repair: {warning}" for warning in pdf.get_warnings()]
    except pikepdf.PdfError as error:
        return [f"the file cannot be read: {error}"]


def _read_findings(file: BinaryIO) -> list[str]:
    """Return what reading a signed file brings to light: repairs, or that no signature field came."""
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            found = [f"the file needed repair: {warning}" for warning in pdf.get_warnings()]
            return (
                found
                if "/AcroForm" in pdf.Root
                else [*found, "what follows the unsigned part holds no signature field"]
            )
    except pikepdf.PdfError as error:
        return [f"the file cannot be read: {error}"]


def _raw_findings(file: BinaryIO, length: int) -> list[str]:
    found = outline(file, length)
    content, findings = found.content, list(found.findings)
    if not _HEADER.match(content):
        findings.append("ISO 19005-2 6.1.2: header or its binary comment")
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :] not in {b"", b"\n", b"\r", b"\r\n"}:
        findings.append("ISO 19005-2 6.1.3: bytes after the end of file")
    findings.extend(
        "ISO 19005-2 6.1.4: cross-reference table"
        for match in _XREF.finditer(content)
        if match["eol"] not in {b"\n", b"\r", b"\r\n"} or not re.fullmatch(rb"\d+ \d+", match["head"])
    )
    trailers = _TRAILER.findall(content)
    if not trailers or any(b"/ID" not in trailer for trailer in trailers):
        findings.append("ISO 19005-2 6.1.3: no /ID in the trailer")
    return findings
