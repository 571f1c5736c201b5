"""Writes what lawyers read of clauses of paper: golden texts and the page of sentences; with `pictures`, these too.

`PYTHONPATH=tests python -m law.paper.written [pictures]`
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import partial
from io import BytesIO
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from law.paper.building import (
    AUTHORITY,
    CLAUSES,
    COMPANY,
    NOVAKOVA,
    PLAIN,
    REVOKED_AT,
    ended,
    message,
    signature,
    timestamp,
)
from listina.documents.paper_clause import typeset_stable
from listina.law.paper.clause import ToPaperClause
from listina.law.paper.decision import EXCLUSIONS, FAULTS, TABLE, SignatureFactors, excluded_by, outcome_of
from listina.law.paper.factors import (
    Cause,
    Ended,
    Identity,
    Integrity,
    Means,
    MessageSource,
    Proof,
    Qualified,
    Recognition,
    Result,
    Revocation,
    SignatureKind,
    TimestampForm,
)
from listina.law.paper.facts import CertificateFacts, OtherMeans
from listina.law.paper.sentences import MEANS, REASONS, sentences_on
from listina.law.paper.sheet import AUTOMATED, to_paper_sheet
from listina.law.paper.sheet_values import PaperSheet

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = Path(__file__).parent / "golden"
PAGE = ROOT / "docs" / "reference" / "clause-sentences.md"
PICTURES = ROOT / "docs" / "pictures" / "clauses"

BINDING = sentences_on(CLAUSES["01-nepodepsano"].drawn_up_on)
"""The sentences of the day of the golden clauses."""
_SLOT = re.compile(r"\{\w+\}")
_PATTERNS = {
    name: re.compile(".*".join(map(re.escape, _SLOT.split(sentence.template))), re.IGNORECASE)
    for name, sentence in BINDING.items()
}

WORDS: Mapping[StrEnum, str] = {
    Result.VALID: "platný",
    Result.INVALID: "neplatný",
    Result.UNDECIDABLE: "nelze ověřit",
    Recognition.RECOGNISED: "kvalifikovaný",
    Recognition.UNPROVEN: "nezjištěno",
    Proof.QUALIFIED_TIMESTAMP: "kvalifikované razítko",
    Proof.OTHER_TIMESTAMP: "jiné razítko",
    Proof.MOMENT_OF_VALIDATION: "okamžik ověření",
    Revocation.GOOD: "nezneplatněn",
    Revocation.GOOD_BY_OLDER_DATA: "nezneplatněn podle starších údajů",
    Revocation.REVOKED_AFTER: "zneplatněn později",
    Revocation.REVOKED_BEFORE: "zneplatněn dříve",
    Revocation.REVOKED_UNPROVEN: "zneplatněn, okamžik podpisu neprokázán",
    Revocation.UNKNOWN: "nezjištěno",
    Revocation.NOT_ASKED: "nezjišťovalo se",
    Ended.YES: "skončil",
    Ended.NO: "neskončil",
}


def combinations() -> Iterator[SignatureFactors]:
    """Yield the whole product of a signature's factors."""
    for recognition, identity, result, cause, proof, revocation, has_ended, integrity in product(
        Recognition, Identity, Result, Cause, Proof, Revocation, Ended, Integrity
    ):
        yield SignatureFactors(
            recognition=recognition,
            identity=identity,
            result=result,
            cause=cause,
            proof=proof,
            revocation=revocation,
            ended=has_ended,
            integrity=integrity,
        )


def sentence_files() -> dict[str, str]:
    """Return by sentence each of its forms that any clause of the whole product prints, one a line."""
    printed = {text for clause in every_kind_of_clause() for text in _sentences(to_paper_sheet(clause))}
    forms: dict[str, list[str]] = {name: [] for name in BINDING}
    for text in sorted(printed - {AUTOMATED}):
        forms[sentence_of(text)].append(f"{text}\n")
    return {name: "".join(found) for name, found in forms.items()}


def sentence_of(text: str) -> str:
    """Return the id of the sentence a text is: of those it fits, the one with the most words of its own."""
    fitting = [name for name, pattern in _PATTERNS.items() if pattern.fullmatch(text)]
    return max(fitting, key=lambda name: len(_SLOT.sub("", BINDING[name].template)))


def clause_text(clause: ToPaperClause) -> str:
    """Return a whole clause as a lawyer reads it, in the order of printing."""
    sheet = to_paper_sheet(clause)
    lines = [sheet.subtitle, sheet.title, "", sheet.statement, ""]
    lines += [f"{row.label}: {row.value}" for row in sheet.rows]
    for section in sheet.sections:
        lines += ["", f"## {section.title}", *section.sentences]
        for block in section.blocks:
            lines += [f"# {block.title}"] if block.title else []
            lines += [*block.sentences, *(f"  {row.label}: {row.value}" for row in block.rows), *block.closing]
    lines += ["", sheet.disclaimer, ""]
    if sheet.signing is not None:
        lines += [f"{sheet.signing.label}: {sheet.signing.official_name} ____________", sheet.signing.stamp_label, ""]
    lines += [sheet.verification, *([sheet.watermark] if sheet.watermark else [])]
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return docs/reference/clause-sentences.md."""
    excluded = [0] * len(EXCLUSIONS)
    possible = total = 0
    for factors in combinations():
        total += 1
        broken = excluded_by(factors)
        possible += not broken
        for number, rule in enumerate(EXCLUSIONS):
            excluded[number] += rule in broken
    return "".join(
        (
            _HEAD.format(
                sentences=len(BINDING), rows=len(TABLE), total=total, possible=possible, excluded=total - possible
            ),
            "## Věty\n\n| id | § 25 odst. 2 písm. | kdy | věta |\n|---|---|---|---|\n",
            *(
                f"| {sentence.id} | {sentence.letter or '–'} | {sentence.when_cs} | {_cell(sentence.template)} |\n"
                for sentence in BINDING.values()
            ),
            "\n## Která věta říká výsledek ověření podpisu\n\n",
            "Řádky se nepřekrývají a na jejich pořadí nezáleží. Prázdné políčko znamená „ať je to jakkoli“.\n\n",
            "| věta | výsledek | důvod | certifikát kvalifikovaný | k čemu posouzeno | zneplatnění | certifikát |\n",
            "|---|---|---|---|---|---|---|\n",
            *(
                f"| {row.outcome} | {_values(row.results, Result)} | {_values(row.causes, Cause)} "
                f"| {_values(row.recognitions, Recognition)} | {_values(row.proofs, Proof)} "
                f"| {_values(row.revocations, Revocation)} | {_values(row.ended, Ended)} |\n"
                for row in TABLE
            ),
            "\n## Co nastat nemůže\n\nPřijde-li to přece, doložka se nevyhotoví (`law.impossible_finding`).\n\n",
            "| pravidlo | proč | vylučuje kombinací |\n|---|---|---|\n",
            *(
                f"| `{rule.name}` | {rule.reason_cs} | {count} |\n"
                for rule, count in zip(EXCLUSIONS, excluded, strict=True)
            ),
            "\n## Důvody ve větách B11n, B11x, I6 a I8\n\n",
            *(f"* {text}\n" for text in REASONS.values()),
            "\n## Jiné způsoby zajištění integrity ve větě H1\n\n",
            *(f"* {text}\n" for text in MEANS.values()),
            "\n## Patnáct celých doložek\n\n",
            *(f"* [{name}](../pictures/clauses/{name}.png)\n" for name in CLAUSES),
        )
    )


_HEAD = """# Věty doložky konverze do listinné podoby

Doložku podle § 25 odst. 2 zákona č. 300/2008 Sb. tvoří věty z této stránky (celkem {sentences}). Vybírají je zjištění
o vstupu, každé zjištění právě jednu. Slova ve složených závorkách se doplní údajem nebo tvarem podle rodu (podpis,
pečeť, značka). Jména z certifikátů, souborů a datových schránek ve větách nestojí, mají v doložce vlastní řádky.

O podpisu rozhodují kombinace zjištění, celkem {total}. Nastat jich může {possible} a každou rozhodne právě jeden řádek
tabulky (řádků je {rows}); ostatní, celkem {excluded}, vylučují pojmenovaná pravidla.

Stránku píše z kódu (`listina.law.paper`) příkaz `PYTHONPATH=tests python -m law.paper.written`, test to hlídá.

"""


def pictures() -> None:
    """Write the fifteen clauses as pictures of their pages, one below the other."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, clause in CLAUSES.items():
        pdf, _ = typeset(clause)
        with TemporaryDirectory() as folder:
            source = Path(folder, "clause.pdf")
            source.write_bytes(pdf)
            subprocess.run(["pdftoppm", "-r", "80", "-png", source, Path(folder, "page")], check=True)
            pages = [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("page*.png"))]
            whole = Image.new("RGB", (pages[0].width, sum(each.height for each in pages)), "white")
            for number, each in enumerate(pages):
                whole.paste(each, (0, number * pages[0].height))
            target = BytesIO()
            whole.quantize(8, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
            (PICTURES / f"{name}.png").write_bytes(target.getvalue())


def typeset(clause: ToPaperClause) -> tuple[bytes, int]:
    """Return a clause as it is printed, with the count of its pages."""
    return typeset_stable(
        partial(_of_pages, clause),
        number=clause.number,
        verification_url=clause.verification_url,
        standing=clause.standing,
    )


def _of_pages(clause: ToPaperClause, pages: int) -> PaperSheet:
    return to_paper_sheet(replace(clause, clause_page_count=pages))


def every_kind_of_clause() -> Iterator[ToPaperClause]:
    """Yield clauses that between them print every form of every sentence."""
    yield from CLAUSES.values()
    # What is known of revocation speaks by the outcome alone.
    chosen = {
        (outcome_of(factors), replace(factors, revocation=Revocation.GOOD)): factors
        for factors in combinations()
        if not excluded_by(factors)
    }
    for kind, factors in product(SignatureKind, chosen.values()):
        yield _signed(kind, factors)
    for qualified, result, cause, form in product(Qualified, Result, Cause, TimestampForm):
        if (result is Result.VALID) is (cause is Cause.NONE) and not (result is Result.INVALID and cause not in FAULTS):
            for authority in (AUTHORITY, ended(AUTHORITY)):
                stamp = timestamp(form, authority, qualified=qualified, result=result, cause=cause, over=None)
                yield replace(PLAIN, timestamps=(stamp,))
    for means, integrity in product(Means, Integrity):
        certificate = None if means is Means.DATA_BOX_SYSTEM else COMPANY
        other = (OtherMeans(means=means, certificate=certificate, integrity=integrity),)
        yield replace(PLAIN, other_means=other)
        yield replace(PLAIN, other_means=other, signatures=(signature(),))
    for source in MessageSource:
        yield replace(PLAIN, message=message(source))


def _signed(kind: SignatureKind, factors: SignatureFactors) -> ToPaperClause:
    certificate: CertificateFacts | None = {
        Identity.NAMED: NOVAKOVA,
        Identity.PSEUDONYM: replace(NOVAKOVA, is_pseudonym=True),
        Identity.NOT_FOUND: None,
    }[factors.identity]
    if certificate is not None and factors.ended is Ended.YES:
        certificate = ended(certificate)
    facts = replace(
        signature(kind, proof=factors.proof), certificate=certificate, factors=factors, revoked_at=REVOKED_AT
    )
    if factors.proof is Proof.MOMENT_OF_VALIDATION:
        return replace(PLAIN, signatures=(facts,))
    qualified = Qualified.YES if factors.proof is Proof.QUALIFIED_TIMESTAMP else Qualified.NO
    return replace(PLAIN, signatures=(facts,), timestamps=(timestamp(qualified=qualified),))


def _sentences(sheet: PaperSheet) -> Iterator[str]:
    for section in sheet.sections:
        yield from section.sentences
        for block in section.blocks:
            yield from (*block.sentences, *block.closing)


def _values(values: Collection[StrEnum], factor: type[StrEnum]) -> str:
    chosen = [each for each in factor if each in values]
    return "" if len(chosen) == len(factor) else "; ".join(map(_word, chosen))


def _word(value: StrEnum) -> str:
    return REASONS[value] if isinstance(value, Cause) else WORDS[value]


def _cell(text: str) -> str:
    return (text[0].upper() + text[1:]).replace("|", "\\|")


if __name__ == "__main__":
    for name, text in sentence_files().items():
        (GOLDEN / "sentences" / f"{name}.txt").write_text(text, "utf-8")
    for name, clause in CLAUSES.items():
        (GOLDEN / "clauses" / f"{name}.txt").write_text(clause_text(clause), "utf-8")
    PAGE.write_text(page(), "utf-8")
    if "pictures" in sys.argv:
        pictures()
