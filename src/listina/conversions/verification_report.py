"""What is said about a file that was verified against the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from listina.law.directions import Direction
from listina.register.queries import PublicClause
from listina.texts import Text


class Verdict(StrEnum):
    """The answer to "is this the registered output?"."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    UNDECIDED = "could_not_be_verified"


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    IMPOSSIBLE = "could_not_be_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check.

    Attributes:
        code: stable, such as `verify.exact`.
        detail: what was found, English, may be empty.
    """

    code: str
    outcome: Outcome
    cs: str
    en: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """The verdict about a file and how it came about.

    Attributes:
        file_sha256: of the file as given, 64 hex characters.
        file_length: bytes.
        clause: what the register holds, None if it was not found.
        signature_time: from the timestamp, None if there is none.
    """

    verdict: Verdict
    cs: str
    en: str
    file_sha256: str
    file_length: int
    clause: PublicClause | None
    signer: str | None
    signature_time: datetime | None
    checks: tuple[CheckResult, ...]

    def to_json(self) -> dict[str, object]:
        """Return the report as JSON values; moments in ISO 8601, UTC."""
        return {
            "verdict": self.verdict.value,
            "cs": self.cs,
            "en": self.en,
            "file": {"sha256": self.file_sha256, "length": self.file_length},
            "number": self.clause.number if self.clause else None,
            "authority": self.clause.authority_name if self.clause else None,
            "standing": self.clause.standing if self.clause else None,
            "confirmed_at": self.clause.confirmed_at.isoformat() if self.clause else None,
            "signer": self.signer,
            "signature_time": self.signature_time.isoformat() if self.signature_time else None,
            "checks": [
                {
                    "code": result.code,
                    "outcome": result.outcome.value,
                    "cs": result.cs,
                    "en": result.en,
                    "detail": result.detail,
                }
                for result in self.checks
            ],
        }


ENDINGS: Mapping[Outcome, Text] = {
    Outcome.PASSED: Text("prošlo", "passed"),
    Outcome.FAILED: Text("neprošlo", "failed"),
    Outcome.IMPOSSIBLE: Text("nemohlo být provedeno", "could not be made"),
}
_UNDECIDED = Text("Soubor se nepodařilo ověřit.", "The file could not be verified.")
SENTENCES: Mapping[Direction, Mapping[Verdict, Text]] = {
    Direction.TO_ELECTRONIC: {
        Verdict.VERIFIED: Text(
            "Soubor je tentýž, který byl zapsán v evidenci.",
            "The file is the one that was registered.",
        ),
        Verdict.NOT_VERIFIED: Text(
            "Soubor není ten, který byl zapsán v evidenci, nebo není v pořádku.",
            "The file is not the one that was registered, or something is wrong with it.",
        ),
        Verdict.UNDECIDED: _UNDECIDED,
    },
    Direction.TO_PAPER: {
        Verdict.VERIFIED: Text(
            "Je to soubor, který byl vytištěn. Výstupem konverze je listina s podpisem a otiskem úředního razítka, "
            "ne tento soubor.",
            "This is the file that was printed. The output of the conversion is the paper with its signature and "
            "stamp, not this file.",
        ),
        Verdict.NOT_VERIFIED: Text(
            "Soubor není ten, který byl vytištěn, nebo výstup není v pořádku.",
            "The file is not the one that was printed, or something is wrong with the output.",
        ),
        Verdict.UNDECIDED: _UNDECIDED,
    },
}
