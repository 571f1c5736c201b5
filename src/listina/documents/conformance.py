"""Whether a file is PDF/A-2b as far as we can tell; what is not known to be right is not approved.

Two judges: pikepdf's allowlist, made from the veraPDF profiles, which reads the file as repaired; and our own reading
of the raw bytes for what a repair hides (header, trailer /ID, cross-reference syntax, stream boundaries).
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import pdfa

_HEADER = re.compile(rb"%PDF-1\.[0-7](\r\n|\r|\n)%[\x80-\xff]{4}")
_STREAM = re.compile(rb">>[ \t\r\n\0]*stream(?P<eol>\r\n|\n)?")
_LENGTH = re.compile(rb"/Length[ \t\r\n\0]+(\d+)(?![ \t\r\n\0]+\d+[ \t\r\n\0]+R)")
_STREAM_END = re.compile(rb"(\r\n|\n|\r)endstream")
_XREF = re.compile(rb"(?<!start)xref(?P<eol>[ \t\r\n\0\f]*)(?P<head>\d+[ \t\r\n]+\d+)")
_TRAILER = re.compile(rb"trailer(.{0,4000}?)startxref", re.DOTALL)
_SIGNED_PLACES = ("(Catalog) /AcroForm", "(Catalog) /Perms", "(Catalog) /DSS")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfaVerdict:
    """Approved or not; `findings` say why not, in English, and are empty only if approved."""

    approved: bool
    findings: tuple[str, ...]


def check_pdfa(path: Path) -> PdfaVerdict:
    """Judge an unsigned file."""
    return _verdict([*_raw_findings(path.read_bytes()), *_repairs(path), *_allowlist(path)])


def check_signed_pdfa(path: Path, prefix_length: int) -> PdfaVerdict:
    """Judge a signed file: its unsigned prefix is approved, and what came later is only what signatures need.

    Args:
        path: the signed file.
        prefix_length: how many of its first bytes were the file before the signature.
    """
    content = path.read_bytes()
    if not 0 < prefix_length < len(content):
        return _verdict(["the file is not longer than its unsigned part"])
    with tempfile.TemporaryDirectory(prefix="listina-prefix-") as folder:
        prefix = Path(folder) / "prefix.pdf"
        prefix.write_bytes(content[:prefix_length])
        before = check_pdfa(prefix)
    if not before.approved:
        return before
    return _verdict(
        [*_raw_findings(content), *_repairs(path), *_unsigned(path), *_allowlist(path, tolerated=_SIGNED_PLACES)]
    )


def _verdict(findings: list[str]) -> PdfaVerdict:
    return PdfaVerdict(approved=not findings, findings=tuple(findings))


def _allowlist(path: Path, tolerated: tuple[str, ...] = ()) -> list[str]:
    report = pdfa.validate_written(path, "2b")
    # What the library does not check is no violation, and signatures are made of such things.
    findings = [item for item in report.findings if item.kind != "unsupported" or not item.where.endswith(tolerated)]
    if not findings and report.verdict == "fail":
        return ["the file violates PDF/A-2b"]
    return [str(item) for item in findings]


def _repairs(path: Path) -> list[str]:
    try:
        with pikepdf.open(path) as pdf:
            warnings = [str(warning) for warning in pdf.get_warnings()]
    except pikepdf.PdfError as error:
        return [f"the file cannot be read: {error}"]
    return [f"the file needed repair: {warning}" for warning in warnings]


def _unsigned(path: Path) -> list[str]:
    try:
        with pikepdf.open(path) as pdf:
            has_form = "/AcroForm" in pdf.Root
    except pikepdf.PdfError as error:
        return [f"the file cannot be read: {error}"]
    return [] if has_form else ["what follows the unsigned part holds no signature field"]


def _raw_findings(content: bytes) -> list[str]:
    findings = []
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
    return [*findings, *_stream_findings(content)]


def _stream_findings(content: bytes) -> list[str]:
    """Judge where each stream begins and ends; what lies between is skipped, since anything may stand there."""
    position = 0
    while found := _STREAM.search(content, position):
        position = found.end()
        if not found["eol"]:
            return [f"ISO 19005-2 6.1.7.1: line end after the keyword stream at byte {position}"]
        lengths = _LENGTH.findall(content, content.rfind(b" obj", 0, found.start()), found.start())
        position += int(lengths[0]) if len(lengths) == 1 else len(content)
        ended = _STREAM_END.match(content, position)
        if not ended:
            return [f"ISO 19005-2 6.1.7.1: the length of the stream at byte {found.end()}"]
        position = ended.end()
    return []
