"""The sentences of a clause of paper, each with the one reason for which it is selected (věty doložky).

They are our own on the terms of the act in force since 1.1.2026 and Czech whatever the language of the user. Slots in
braces take dates, words of this file and numbers, never a stranger's text. Ids stay as they are for ever. A reworded
sentence is a new version of its id from a new day: the old one stays, with the day on which it ended, and a clause
bears the wording of the day on which it was drawn up.

Source: L300 § 25(2)(g) to (k); D193 § 2(4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from listina.law.effect import in_force
from listina.law.paper.factors import Cause, Means, SignatureKind
from listina.law.retention import HOUSE_RULES_BEGAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence.

    Attributes:
        id: stable: a letter for the group, then a number.
        letter: of § 25(2); empty for the note.
        template: with slots in braces.
        when_cs: when it is selected, for whoever reads the table.
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
    """

    id: str
    letter: str
    template: str
    when_cs: str
    valid_from: date = HOUSE_RULES_BEGAN
    valid_until: date | None = None

    def text(self, **slots: str) -> str:
        """Return the sentence with its slots filled, the first letter in upper case."""
        filled = self.template.format(**slots)
        return filled[0].upper() + filled[1:]


def _sentence(name: str, letter: str, when_cs: str, template: str) -> Sentence:
    return Sentence(id=name, letter=letter, template=template, when_cs=when_cs)


_VERIFIED = "výsledek ověření ({validated}): "
_CANNOT = f"{_VERIFIED}platnost nelze ověřit; "
_STAMP_CANNOT = f"{_VERIFIED}platnost časového razítka nelze ověřit"
_FROM_BOX = "vstup byl obsažen v datové zprávě odeslané z datové schránky"

SENTENCES: tuple[Sentence, ...] = (
    _sentence(
        "G0",
        "g",
        "Vstup nemá žádný podpis, pečeť ani značku, o kterých by vypovídalo písm. g).",
        "vstup nebyl podepsán uznávaným elektronickým podpisem, zapečetěn uznávanou elektronickou pečetí ani označen "
        "uznávanou elektronickou značkou.",
    ),
    _sentence("A1", "g", "Certifikát byl kvalifikovaný.", "vstup byl {recognised}."),
    _sentence(
        "A2",
        "g",
        "Zda byl certifikát kvalifikovaný, se nepodařilo zjistit.",
        "vstup byl {unproven}, u {which} se nepodařilo zjistit, zda je {such}.",
    ),
    _sentence("A3", "g", "Certifikát uvádí pseudonym.", "v certifikátu je uveden pseudonym."),
    _sentence(
        "A4", "g, h, i", "Certifikát chybí.", "údaje o certifikátu nebylo možné ze vstupu zjistit."
    ),
    _sentence(
        "B1",
        "g",
        "Platný, okamžik prokazuje časové razítko.",
        _VERIFIED + "{noun} je {valid}; posouzeno k času {judged} uvedenému v {stamp}.",
    ),
    _sentence(
        "B2",
        "g",
        "Platný, bez časového razítka.",
        _VERIFIED + "{noun} je {valid}; posouzeno k okamžiku ověření.",
    ),
    _sentence(
        "B3",
        "g",
        "Platný podle údajů o zneplatnění starších než rozhodný okamžik.",
        _VERIFIED + "{noun} je {valid} podle údajů o zneplatnění certifikátů vydaných {issued}; zda certifikát nebyl "
        "zneplatněn mezi jejich vydáním a {decisive}, nebylo možné zjistit.",
    ),
    _sentence(
        "B4",
        "g",
        "Platný, certifikát skončil až po čase v razítku.",
        _VERIFIED + "{noun} je {valid}; platnost certifikátu skončila {ended}, {noun} však prokazatelně {existed} již "
        "v čase {judged} uvedeném v {stamp}.",
    ),
    _sentence(
        "B5",
        "g",
        "Certifikát skončil a nic neprokazuje, že podpis je starší.",
        _CANNOT + "platnost certifikátu skončila {ended} a není prokázáno, že {noun} {arose} dříve.",
    ),
    _sentence(
        "B6",
        "g",
        "Platný, certifikát byl zneplatněn až po čase v razítku.",
        _VERIFIED + "{noun} je {valid}; certifikát byl zneplatněn až {revoked}, tedy po čase {judged} uvedeném v "
        "{stamp}.",
    ),
    _sentence(
        "B7",
        "g",
        "Neplatný, certifikát byl zneplatněn dříve.",
        _VERIFIED + "{noun} je {invalid}; certifikát byl zneplatněn {revoked}, tedy před okamžikem, k němuž byla "
        "platnost posouzena.",
    ),
    _sentence(
        "B7b",
        "g",
        "Certifikát byl zneplatněn a nic neprokazuje, že podpis je starší.",
        _CANNOT + "certifikát byl zneplatněn {revoked} a není prokázáno, že {noun} {arose} dříve.",
    ),
    _sentence(
        "B8",
        "g",
        "Zneplatnění se nepodařilo zjistit.",
        _CANNOT + "nebylo možné zjistit, zda certifikáty, na kterých je {noun} {based}, nebyly zneplatněny.",
    ),
    _sentence(
        "B9",
        "g",
        "Jinak platný, ale kvalifikovanost certifikátu se nepodařilo zjistit.",
        _CANNOT + "nepodařilo se prokázat, že certifikát byl v době vzniku {of_it} kvalifikovaný.",
    ),
    _sentence(
        "B10",
        "g",
        "Algoritmus nebyl bezpečný.",
        _CANNOT + "použitý algoritmus{algorithm} nebyl v rozhodné době považován za bezpečný.",
    ),
    _sentence("B11n", "g", "Neplatný z jiného důvodu.", _VERIFIED + "{noun} je {invalid}; {reason}."),
    _sentence("B11x", "g", "Nelze ověřit z jiného důvodu.", _CANNOT + "{reason}."),
    _sentence("J1", "g, h", "Obsah je nezměněný.", "integrita vstupu nebyla porušena."),
    _sentence(
        "J2",
        "g, h",
        "Zda je obsah nezměněný, nelze zjistit.",
        "ověření integrity vstupu nebylo možné provést.",
    ),
    _sentence(
        "H0",
        "h",
        "Jiný způsob se ze vstupu nepodává.",
        "integrita vstupu nebyla zajištěna jiným způsobem, nebo to ze vstupu nelze zjistit.",
    ),
    _sentence(
        "H1",
        "h",
        "Jiný způsob; „také“ jen je-li co uvedeno podle písm. g).",
        "integrita vstupu byla zajištěna {also}jiným způsobem: {means}.",
    ),
    _sentence(
        "I0",
        "i",
        "Žádné razítko není kvalifikované.",
        "vstup nebyl opatřen kvalifikovaným elektronickým časovým razítkem.",
    ),
    _sentence(
        "I1",
        "i",
        "Kvalifikované razítko podpisu, pečetě nebo značky.",
        "vstup byl opatřen kvalifikovaným elektronickým časovým razítkem.",
    ),
    _sentence(
        "I2",
        "i",
        "Kvalifikované razítko celého vstupu.",
        "vstup byl jako celek opatřen samostatným kvalifikovaným elektronickým časovým razítkem.",
    ),
    _sentence(
        "I3",
        "i",
        "Razítko není kvalifikované; že se k němu nepřihlíží, jen neprokazuje-li čas žádného podpisu.",
        "vstup obsahuje časové razítko, které není kvalifikované{disregarded}.",
    ),
    _sentence(
        "I4",
        "i",
        "Zda je razítko kvalifikované, se nepodařilo zjistit.",
        "vstup obsahuje časové razítko, u kterého se nepodařilo zjistit, zda je kvalifikované.",
    ),
    _sentence("I5", "i", "Razítko je platné.", _VERIFIED + "časové razítko je platné."),
    _sentence("I6", "i", "Razítko je neplatné.", _VERIFIED + "časové razítko je neplatné; {reason}."),
    _sentence(
        "I7",
        "i",
        "Certifikát razítka skončil.",
        _STAMP_CANNOT + ", protože platnost jeho certifikátu skončila {ended}.",
    ),
    _sentence("I8", "i", "Razítko nelze ověřit z jiného důvodu.", _STAMP_CANNOT + "; {reason}."),
    _sentence(
        "K0", "k", "Datová zpráva nebyla.", "vstup nebyl obsažen v datové zprávě odeslané z datové schránky."
    ),
    _sentence("K1", "k", "Údaje jsou z ověřené datové zprávy.", _FROM_BOX + "."),
    _sentence(
        "K2",
        "k",
        "Údaje jsou z datové zprávy, kterou se nepodařilo ověřit.",
        _FROM_BOX + "; údaje jsou podle předložené datové zprávy, jejíž pravost nebylo možné ověřit.",
    ),
    _sentence(
        "K3",
        "k",
        "Údaje jsou ze spisové služby.",
        _FROM_BOX + "; údaje jsou podle spisové služby, datová zpráva nebyla předložena k ověření.",
    ),
    _sentence(
        "K4",
        "k",
        "Údaje uvedla osoba, která konverzi provedla.",
        _FROM_BOX + "; údaje uvedla osoba, která konverzi provedla, datová zpráva nebyla předložena k ověření.",
    ),
    _sentence(
        "P1", "", "Vstup obsahuje vložené soubory.", "soubory vložené do vstupu nebyly převedeny."
    ),
    _sentence("P2", "", "Strany byly zmenšeny.", "{pages} {reduced} z formátu {paper} na {printed_on}."),
    _sentence(
        "P3",
        "",
        "Tisk byl černobílý.",
        "vstup byl vytištěn černobíle; informace vyjádřená barvou se neztratila.",
    ),
    _sentence(
        "P4",
        "",
        "Něco se zobrazuje, ale netiskne.",
        "prvky, které se zobrazují, ale netisknou, nebyly převedeny ({pages}).",
    ),
)  # fmt: skip
"""Every version of every sentence, in the order of letters."""


def sentences_on(day: date) -> Mapping[str, Sentence]:
    """Return the sentences in the wording of `day` by their ids, in the order of letters.

    Raises:
        NoRuleRecordedError: `day` is before 1.1.2026.
    """
    return {sentence.id: sentence for sentence in in_force(SENTENCES, day, subject="věty doložky")}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """How sentences speak of one kind of signature, in its gender.

    Attributes:
        noun, of_it: nominative and genitive.
        valid, invalid, arose, existed, based: agreeing with it.
        recognised, unproven: what was done with the input, after „Vstup byl“.
        which: the relative pronoun after „u“.
        such: recognised, agreeing with it.
        holder: the label of whose certificate it is.
    """

    noun: str
    of_it: str
    valid: str
    invalid: str
    arose: str
    existed: str
    based: str
    recognised: str
    unproven: str
    which: str
    such: str
    holder: str


def _masculine(recognised: str, unproven: str, holder: str) -> KindWords:
    return KindWords(
        noun="podpis",
        of_it="podpisu",
        valid="platný",
        invalid="neplatný",
        arose="vznikl",
        existed="existoval",
        based="založen",
        recognised=recognised,
        unproven=unproven,
        which="kterého",
        such="uznávaný",
        holder=holder,
    )


def _feminine(noun: str, of_it: str, done: str, instrumental: str, holder: str) -> KindWords:
    return KindWords(
        noun=noun,
        of_it=of_it,
        valid="platná",
        invalid="neplatná",
        arose="vznikla",
        existed="existovala",
        based="založena",
        recognised=f"{done} uznávanou elektronickou {instrumental}",
        unproven=f"{done} elektronickou {instrumental}",
        which="které",
        such="uznávaná",
        holder=holder,
    )


KIND_WORDS: Mapping[SignatureKind, KindWords] = MappingProxyType(
    {
        SignatureKind.SIGNATURE: _masculine(
            "podepsán uznávaným elektronickým podpisem",
            "podepsán elektronickým podpisem",
            "Podepisující osoba",
        ),
        SignatureKind.SEAL: _feminine("pečeť", "pečetě", "zapečetěn", "pečetí", "Pečetící osoba"),
        SignatureKind.MARK: _feminine("značka", "značky", "označen", "značkou", "Označující osoba"),
        SignatureKind.UNKNOWN: _masculine(
            "podepsán uznávaným elektronickým podpisem (z certifikátu nelze poznat, zda nejde o pečeť nebo značku)",
            "podepsán elektronickým podpisem (z certifikátu nelze poznat, zda nejde o pečeť nebo značku)",
            "Držitel certifikátu",
        ),
    }
)

_ON_ANOTHER = "na jiném než kvalifikovaném certifikátu"
MEANS: Mapping[Means, str] = MappingProxyType(
    {
        Means.SIGNATURE: f"zaručeným elektronickým podpisem založeným {_ON_ANOTHER}",
        Means.SEAL: f"zaručenou elektronickou pečetí založenou {_ON_ANOTHER}",
        Means.MARK: f"elektronickou značkou založenou {_ON_ANOTHER}",
        Means.UNKNOWN: f"zaručeným elektronickým podpisem nebo pečetí, založenými {_ON_ANOTHER}",
        Means.ENVELOPE_SEAL: "pečetí obálky datové zprávy",
        Means.DATA_BOX_SYSTEM: "ověřením datové zprávy v informačním systému datových schránek",
    }
)
"""In the instrumental case, after „jiným způsobem:“."""

_NOT_YET = "certifikát v rozhodné době ještě nebyl platný"
REASONS: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.OUT_OF_BOUNDS: "platnost certifikátu v rozhodné době již skončila",
        Cause.NOT_YET_VALID: _NOT_YET,
        Cause.REVOKED: "certifikát byl zneplatněn",
        Cause.REVOCATION_UNKNOWN: "nebylo možné zjistit, zda certifikát nebyl zneplatněn",
        Cause.ALGORITHM: "použitý algoritmus nebyl v rozhodné době považován za bezpečný",
        Cause.WRONG_VALUE: "jeho hodnota nepatří k tomu, co je v souboru",
        Cause.MALFORMED: "údaje, ze kterých se skládá, nejsou v pořádku",
        Cause.NO_CERTIFICATE: "certifikát k němu nebyl nalezen",
        Cause.NO_TRUSTED_PATH: "certifikát nevydala žádná z důvěryhodných autorit",
        Cause.ISSUER_REVOKED: "certifikát vydavatele byl zneplatněn",
        Cause.UNSUITABLE_CERTIFICATE: "certifikát k tomuto účelu neslouží nebo není v pořádku",
        Cause.TIMES_DISAGREE: "časové údaje si odporují",
        Cause.CONTENT_MISSING: "chybí to, čeho se týká",
        Cause.NOT_COMPLETED: "ověření se nepodařilo dokončit",
    }
)
"""After a semicolon, without a full stop; „jeho“ and „němu“ are said differently of a seal, see `reason`."""

_FEMININE_REASONS: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.WRONG_VALUE: "její hodnota nepatří k tomu, co je v souboru",
        Cause.NO_CERTIFICATE: "certifikát k ní nebyl nalezen",
    }
)


def reason(cause: Cause, *, feminine: bool, has_ended: bool) -> str:
    """Return why something is not valid.

    Args:
        cause: any but NONE.
        feminine: of a seal or mark.
        has_ended: the certificate has ended; one that has not and is out of its bounds is not valid yet.
    """
    if cause is Cause.OUT_OF_BOUNDS and not has_ended:
        return _NOT_YET
    return _FEMININE_REASONS.get(cause, REASONS[cause]) if feminine else REASONS[cause]
