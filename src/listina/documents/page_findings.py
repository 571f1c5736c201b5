"""The sentences of the findings about one page, in one place.

The texts name no page: doors know its number and put it in front.
"""

from __future__ import annotations

from listina.documents.findings import Finding, Severity
from listina.documents.stack import SEPARATOR_SHEET


def dpi_low(dpi: float, least: int) -> Finding:
    """The resolution is below what the decree asks for (D193 annex 1); both values in dpi."""
    return Finding(
        code="dpi_low",
        severity=Severity.BLOCKING,
        cs=f"Rozlišení je {dpi:.0f} dpi, potřeba je nejméně {least}. Naskenujte stranu znovu.",
        en=f"The resolution is {dpi:.0f} dpi, at least {least} is needed. Scan the page again.",
        values={"dpi": dpi, "least_dpi": least},
    )


def dpi_unknown() -> Finding:
    """Neither the file nor a person states the resolution."""
    return Finding(
        code="dpi_unknown",
        severity=Severity.BLOCKING,
        cs="Rozlišení neznáme. Uveďte, na kolik dpi byla strana naskenována.",
        en="The resolution is unknown. State at how many dpi the page was scanned.",
    )


def dpi_contradicted(in_file: float, declared: int) -> Finding:
    """The file and the person disagree; the file is believed. Both in dpi."""
    return Finding(
        code="dpi_contradicted",
        severity=Severity.WARNING,
        cs=f"Soubor uvádí rozlišení {in_file:.0f} dpi, vy {declared} dpi. Platí údaj ze souboru.",
        en=f"The file states {in_file:.0f} dpi, you state {declared} dpi. The file's value is used.",
        values={"dpi": in_file, "declared_dpi": declared},
    )


def one_bit() -> Finding:
    """The scan knows black and white only, below the depth of D193 annex 1."""
    return Finding(
        code="one_bit",
        severity=Severity.BLOCKING,
        cs=(
            "Sken je jen černobílý, bez odstínů; vyhláška č. 193/2009 Sb. žádá barvy nebo 256 odstínů šedi. "
            "Naskenujte stranu znovu barevně nebo v odstínech šedi."
        ),
        en=(
            "The scan is black and white without shades; decree 193/2009 Sb. asks for colour or 256 levels of grey. "
            "Scan the page again in colour or in greys."
        ),
    )


def shallow(levels: int, least: int) -> Finding:
    """The scan has fewer levels of grey than D193 annex 1 asks for."""
    return Finding(
        code="shallow",
        severity=Severity.BLOCKING,
        cs=f"Sken má jen {levels} odstínů šedi, potřeba je {least}. Naskenujte stranu znovu.",
        en=f"The scan has only {levels} levels of grey, {least} are needed. Scan the page again.",
        values={"levels": levels, "least_levels": least},
    )


def blank() -> Finding:
    """Nothing is written on the page, as far as the machine sees."""
    return Finding(
        code="blank",
        severity=Severity.WARNING,
        cs="Strana je prázdná. Ponechte ji, je-li prázdná i v předloze.",
        en="The page is blank. Keep it if it is blank in the paper document too.",
    )


def skewed(degrees: float) -> Finding:
    """The content stands at an angle, positive clockwise."""
    shown = f"{abs(degrees):.1f}"
    return Finding(
        code="skewed",
        severity=Severity.WARNING,
        cs=f"Strana je nakřivo asi o {shown.replace('.', ',')}°. Je-li čitelná a celá, můžete ji ponechat.",
        en=f"The page is askew by about {shown}°. If it is legible and complete, you may keep it.",
        values={"degrees": degrees},
    )


def cut_edge(edges: tuple[str, ...]) -> Finding:
    """Something written touches an edge; `edges` of top, right, bottom, left."""
    return Finding(
        code="cut_edge",
        severity=Severity.WARNING,
        cs="Okraj strany je možná uříznutý. Zkontrolujte, zda je na skenu celý obsah.",
        en="An edge of the page may be cut off. Check that the scan holds all of the content.",
        values={"edges": ",".join(edges)},
    )


def grey_mode() -> Finding:
    """The scan has no colours; what was coloured on the paper the machine cannot know (D193 § 2(4))."""
    return Finding(
        code="grey_mode",
        severity=Severity.WARNING,
        cs="Sken je v odstínech šedi. Je-li na straně barevné razítko nebo jiná významná barva, naskenujte ji barevně.",
        en="The scan is in greys. If the page has a coloured stamp or another colour that matters, scan it in colour.",
    )


def photograph() -> Finding:
    """The file was made by a camera: it states an exposure."""
    return Finding(
        code="photograph",
        severity=Severity.WARNING,
        cs="Soubor je fotografie z fotoaparátu nebo telefonu. Použijte skener, který splňuje vyhlášku č. 193/2009 Sb.",
        en="The file is a photograph by a camera or a phone. Use a scanner that fulfils decree 193/2009 Sb.",
    )


def palette() -> Finding:
    """The colours are stored as a palette."""
    return Finding(
        code="palette",
        severity=Severity.NOTE,
        cs="Barvy obrazu jsou uloženy jako paleta; převedou se beze ztráty.",
        en="The colours of the picture are stored as a palette; they are transferred without loss.",
    )


def alpha() -> Finding:
    """The picture has transparency, which PDF/A-2b output gets without."""
    return Finding(
        code="alpha",
        severity=Severity.NOTE,
        cs="Obraz má průhledná místa; ve výstupu budou na bílém podkladu.",
        en="The picture has transparent places; the output shows them on white.",
    )


def cmyk() -> Finding:
    """The picture is stored in inks of print, which PDF/A-2b with an sRGB intent does not take."""
    return Finding(
        code="cmyk",
        severity=Severity.NOTE,
        cs="Obraz je uložen v tiskových barvách (CMYK); do výstupu se převede na RGB.",
        en="The picture is stored in printing colours (CMYK); it is converted to RGB for the output.",
    )


def sixteen_bit() -> Finding:
    """A channel has 16 bits."""
    return Finding(
        code="sixteen_bit",
        severity=Severity.NOTE,
        cs="Obraz má 16 bitů na barvu, více, než kolik skener rozliší.",
        en="The picture has 16 bits per channel, more than a scanner can tell apart.",
        values={"bits_per_sample": 16},
    )


def sixteen_bit_reduced() -> Finding:
    """The colours have 16 bits in a coding that PDF does not take: the upper 8 are kept, annex 1 asks no more."""
    return Finding(
        code="sixteen_bit_reduced",
        severity=Severity.NOTE,
        cs="Obraz má 16 bitů na barvu; do výstupu se převede horních 8, víc vyhláška č. 193/2009 Sb. nežádá.",
        en="The picture has 16 bits per channel; the output keeps the upper 8, decree 193/2009 Sb. asks no more.",
        values={"bits_per_sample": 16},
    )


def exif_rotated(clockwise_degrees: int) -> Finding:
    """The file asks to be shown turned."""
    return Finding(
        code="exif_rotated",
        severity=Severity.NOTE,
        cs=f"Soubor žádá o otočení o {clockwise_degrees}° doprava; zobrazujeme ho i převádíme otočený.",
        en=f"The file asks to be turned by {clockwise_degrees}° clockwise; it is shown and converted turned.",
        values={"clockwise_degrees": clockwise_degrees},
    )


def clause_on_page(number: str, check_code: str | None) -> Finding:
    """The codes of a clause are on the page: the paper is the output of a conversion, or pretends to be."""
    return Finding(
        code="clause_on_page",
        severity=Severity.WARNING,
        cs=(
            f"Na straně je doložka konverze č. {number}. Uvádí-li viditelný prvek, který nelze plně přenést, konverzi "
            "nelze provést (§ 24 odst. 4 písm. e)); v kroku 1 podle toho odpovězte."
        ),
        en=(
            f"The page bears the clause of conversion no. {number}. If the clause names a visible element that cannot "
            "be carried over, the conversion may not be performed (§ 24(4)(e)); answer accordingly in step 1."
        ),
        values={"number": number, "check_code": check_code},
    )


def separator_sheet() -> Finding:
    """The page is the printed sheet that separates documents; it belongs to no output."""
    return Finding(
        code=SEPARATOR_SHEET,
        severity=Severity.BLOCKING,
        cs="Je to oddělovací list. Rozdělte podle něj stoh na více konverzí, nebo ho vyřaďte.",
        en="This is a separator sheet. Split the stack there into several conversions, or remove it.",
    )
