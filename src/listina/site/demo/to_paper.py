"""One conversion to paper as an official does it: from a received data message to the clause that everybody can verify.

The printer, the pen and the stamp are the official's; the demo keeps the print file and says that they were used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from listina.site.demo.browser import Browser
from listina.site.demo.errors import DemoFailedError
from listina.site.demo.official import number_and_code, open_case, plain_noes, wait
from listina.site.demo.voice import Voice

DESIGNATION = "Závazné stanovisko Zkušební obce Lhota nad Ukázkou, č. j. ZOL/0815/2026 (ukázka)"
_SEEN_AS_VALID = 'class="verdict" data-tone="success"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What came out.

    Attributes:
        file: the print file; what was printed, signed and stamped is its image on paper.
        protocol: all that is stored of the conversion, for the file of the office.
    """

    case_path: str
    number: str
    check_code: str
    file: Path
    sha256: str
    protocol: Path


def convert(browser: Browser, message: Path, *, folder: Path, voice: Voice) -> Printed:
    """Carry a data message through the running server.

    Args:
        browser: of an official who is signed in.
        message: ZFO with one PDF.
        folder: where print file and protocol are put, under the number.
        voice: says and times the steps.

    Raises:
        DemoFailedError: a page did not do what it should.
    """
    with voice.step("receive", "opens a conversion to paper and uploads the data message"):
        case = open_case(browser, "to_paper", "Vyvěšení na úřední desce")
        page = browser.get(f"{case}vstup/")
        browser.submit(page, page.form_to("/vstup/nahrat/"), files=[("file", message)])
    with voice.step("examine", "a confined process examines document, signatures and print"):
        wait(browser, f"{case}overeni-vstupu/stav/")
    with voice.step("report", "reads the report of the validation"):
        _read_report(browser, case)
    with voice.step("answer_questions", "answers what the law asks, describes the document"):
        _answer(browser, case)
        _describe(browser, case)
    with voice.step("compare_print", "compares what is shown with what prints"):
        _compare(browser, case)
    with voice.step("print", "draws up the clause under a number and prints"):
        content = _print(browser, case)
    with voice.step("affirm", "affirms the four facts: printed, compared, signed by hand, stamped"):
        page = browser.get(f"{case}tisk/")
        form = page.form("affirmed")
        done = browser.submit(page, form, {"affirmed": sorted(form.choices["affirmed"])})
        number, check_code = number_and_code(done)
    file, protocol = folder / f"{number}-print.pdf", folder / f"{number}-protocol.pdf"
    file.write_bytes(content)
    protocol.write_bytes(browser.download(f"{case}protokol.pdf"))
    return Printed(
        case_path=case,
        number=number,
        check_code=check_code,
        file=file,
        sha256=sha256(content).hexdigest(),
        protocol=protocol,
    )


def _read_report(browser: Browser, case: str) -> None:
    """Look at the report, which must call every signature valid, and go on without an antivirus program."""
    page = browser.get(f"{case}overeni-vstupu/")
    if _SEEN_AS_VALID not in page.text:
        message = "the report does not call the signed document valid"
        raise DemoFailedError(message, advice=f"look at {page.address}")
    if any(form.has("agreed") for form in page.forms):
        browser.submit(page, page.form("agreed"), {"agreed": "yes"})


def _answer(browser: Browser, case: str) -> None:
    page = browser.get(f"{case}lze-prevest/")
    form = page.form("own_powers", "colour_information_lost")
    browser.submit(page, form, {**plain_noes(form), "own_powers": "yes", "colour_information_lost": "yes"})


def _describe(browser: Browser, case: str) -> None:
    page = browser.get(f"{case}udaje-o-vstupu/")
    stated = {"designation": DESIGNATION, "date_stated": "dated", "day": "2", "month": "3", "year": "2026"}
    browser.submit(page, page.form("designation", "sides"), {**stated, "sides": "both"})


def _compare(browser: Browser, case: str) -> None:
    page = browser.get(f"{case}porovnani-tisku/")
    pictures = re.findall(r'<img[^>]+src="([^"]+/(?:zobrazeno|vytisteno)\.jpg[^"]*)"', page.text)
    if not pictures:
        message = "the comparison shows no page"
        raise DemoFailedError(message)
    for picture in pictures:
        browser.download(picture)
    # Only a page that prints otherwise than it is shown asks for a yes.
    while any("yes" in form.choices.get("decision", ()) for form in page.forms):
        page = browser.submit(page, page.form("decision"), {"decision": "yes"})


def _print(browser: Browser, case: str) -> bytes:
    page = browser.get(f"{case}tisk/")
    page = browser.submit(page, page.form_to("/tisk/pripravit/"))
    return browser.submit_for_file(page, page.form("what"), {"what": "whole"})
