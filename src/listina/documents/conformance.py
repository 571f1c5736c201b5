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
_STREAM_START = re.compile(rb">>[ \t\r\n\0]*stream(?!\r\n|\n)")
_XREF = re.compile(rb"(?<!start)xref(?P<eol>[ \t\r\n\0\f]*)(?P<head>\d+[ \t\r\n]+\d+)")
_TRAILER = re.compile(rb"trailer(.{0,4000}?)startxref", re.DOTALL)
_SIGNED_KEYS = ("/AcroForm", "/Perms", "/DSS")


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
    return _verdict([*_repairs(path), *_unsigned(path), *_allowlist(path, tolerated=_SIGNED_KEYS)])


def _verdict(findings: list[str]) -> PdfaVerdict:
    return PdfaVerdict(approved=not findings, findings=tuple(findings))


def _allowlist(path: Path, tolerated: tuple[str, ...] = ()) -> list[str]:
    try:
        report = pdfa.validate_written(path, "2b")
    except (pikepdf.PdfError, ValueError) as error:
        return [f"the file cannot be judged: {error}"]
    if report.verdict == "pass":
        return []
    findings = [(str(getattr(item, "severity", "")), str(item)) for item in report.findings]
    if tolerated and findings and report.verdict == "not_checked":
        findings = [item for item in findings if not any(key in item[1] for key in tolerated)]
        if not findings:
            return []
    return [text for _, text in findings] or [f"verdict {report.verdict}"]


def _repairs(path: Path) -> list[str]:
    try:
        with pikepdf.open(path) as pdf:
            warnings = [str(warning) for warning in pdf.get_warnings()]
    except pikepdf.PdfError as error:
        return [f"the file cannot be read: {error}"]
    return [f"the file needed repair: {warning}" for warning in warnings]


def _unsigned(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        return [] if "/AcroForm" in pdf.Root else ["what follows the unsigned part holds no signature field"]


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
    if _STREAM_START.search(content):
        findings.append("ISO 19005-2 6.1.7.1: line end after the keyword stream")
    return findings
