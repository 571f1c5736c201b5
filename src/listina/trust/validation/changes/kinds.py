"""What can be found changed after a signature, each with its weight and its sentence.

Source: ISO 32000-2, § 12.8.2.2 (what a certification permits); decision 15.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from listina.texts import Text
from listina.trust.validation.signature_report import Change
from listina.trust.validation.values import ChangeWeight

_HARMLESS, _PERMITTED = ChangeWeight.HARMLESS, ChangeWeight.PERMITTED
_HARMFUL, _UNCLEAR = ChangeWeight.HARMFUL, ChangeWeight.UNCLEAR

KINDS: Mapping[str, tuple[ChangeWeight, str, str]] = MappingProxyType(
    {
        # Nothing that can be seen.
        "padding": (_HARMLESS, "za konec souboru přibyly jen prázdné znaky", "only blanks were added at the end"),
        "unchanged": (
            _HARMLESS,
            "soubor byl znovu uložen, obsah zůstal stejný",
            "the file was saved again, its content is the same",
        ),
        "validation_data": (_HARMLESS, "přibyly údaje k ověření podpisů", "data for validating signatures were added"),
        "document_timestamp": (_HARMLESS, "přibylo časové razítko dokumentu", "a document timestamp was added"),
        "new_signature": (_HARMLESS, "přibyl další podpis", "another signature was added"),
        "signature_field_added": (
            _HARMLESS,
            "přibylo prázdné pole pro podpis",
            "an empty field for a signature was added",
        ),
        "metadata_dates": (
            _HARMLESS,
            "změnily se jen údaje o uložení souboru",
            "only the notes about saving the file changed",
        ),
        # What the signer allowed.
        "new_visible_signature": (_PERMITTED, "přibyl viditelný podpis", "a visible signature was added"),
        "form_filled": (_PERMITTED, "bylo vyplněno pole formuláře", "a form field was filled in"),
        "note_added": (_PERMITTED, "přibyla povolená poznámka", "a note the signer allows was added"),
        # What is seen or said has changed.
        "page_content": (_HARMFUL, "změnil se obsah strany", "the content of the page was changed"),
        "fonts": (_HARMFUL, "změnilo se písmo, takže text může znít jinak", "a font was changed, the text may differ"),
        "images": (_HARMFUL, "změnil se obrázek nebo jiná vložená část", "an image or another embedded part changed"),
        "resources": (_HARMFUL, "změnily se části, ze kterých se strana skládá", "parts the page is made of changed"),
        "page_added": (_HARMFUL, "přibyla strana", "a page was added"),
        "page_removed": (_HARMFUL, "byla odebrána strana", "a page was removed"),
        "pages_reordered": (_HARMFUL, "změnilo se pořadí stran", "the order of the pages was changed"),
        "page_tree": (_HARMFUL, "změnil se seznam stran", "the list of pages was changed"),
        "page_rotated": (_HARMFUL, "strana byla otočena", "the page was rotated"),
        "page_size": (_HARMFUL, "změnil se rozměr nebo výřez strany", "the size or crop of the page was changed"),
        "page_look": (_HARMFUL, "změnil se způsob zobrazení strany", "the way the page is shown was changed"),
        "annotation_added": (_HARMFUL, "přibyla poznámka nebo jiný prvek nad stranou", "an annotation was added"),
        "annotation_changed": (
            _HARMFUL,
            "změnila se poznámka nebo jiný prvek nad stranou",
            "an annotation was changed",
        ),
        "annotation_removed": (_HARMFUL, "byla odebrána poznámka nebo jiný prvek nad stranou", "an annotation is gone"),
        "appearance_replaced": (
            _HARMFUL,
            "změnil se vzhled pole nebo poznámky",
            "the appearance of a field or annotation was replaced",
        ),
        "field_added": (_HARMFUL, "přibylo pole formuláře", "a form field was added"),
        "field_removed": (_HARMFUL, "bylo odebráno pole formuláře", "a form field was removed"),
        "field_changed": (_HARMFUL, "změnily se vlastnosti pole formuláře", "the properties of a form field changed"),
        "field_locked": (
            _HARMFUL,
            "bylo změněno pole, které podepisující uzamkl",
            "a field that the signer had locked was changed",
        ),
        "form_resources": (_HARMFUL, "změnilo se písmo nebo jiná část formuláře", "parts of the form were changed"),
        "xfa": (_HARMFUL, "změnil se dynamický formulář (XFA)", "the dynamic form (XFA) was changed"),
        "layers": (_HARMFUL, "změnilo se zobrazení vrstev", "which layers are shown was changed"),
        "active_content": (_HARMFUL, "přibyl nebo se změnil skript či akce", "a script or an action was changed"),
        "signature_removed": (_HARMFUL, "byl odebrán dřívější podpis", "an earlier signature was removed"),
        "signature_replaced": (_HARMFUL, "podpis byl nahrazen jiným objektem", "the signature was replaced"),
        "shadow_object": (
            _HARMFUL,
            "vyšel najevo obsah, který byl při podpisu skryt",
            "content that was hidden when signing was brought to light",
        ),
        "object_freed": (_HARMFUL, "byla smazána část dokumentu", "a part of the document was deleted"),
        "revision_skipped": (
            _HARMFUL,
            "soubor obchází podepsanou verzi dokumentu",
            "the file goes round the version that was signed",
        ),
        "incremental_saving": (
            _HARMFUL,
            "za podpis byly bez řádného zápisu připojeny další části dokumentu",
            "parts of a document were appended without being registered",
        ),
        # A person must look.
        "unclear_addition": (_UNCLEAR, "přibylo něco, co nelze posoudit", "something was added that cannot be judged"),
        "trailing_bytes": (
            _UNCLEAR,
            "za konec souboru byla připojena neznámá data",
            "unknown data were appended to the file",
        ),
        "unregistered_bytes": (
            _UNCLEAR,
            "mezi připojenými částmi jsou data, na která nic neodkazuje",
            "among what was appended are data nothing refers to",
        ),
        "unreferenced_object": (
            _UNCLEAR,
            "přibyla část, na kterou nic neodkazuje",
            "a part was added that nothing refers to",
        ),
        "unreadable_object": (_UNCLEAR, "přibyla část, kterou nelze přečíst", "a part was added that cannot be read"),
        "file_structure": (
            _UNCLEAR,
            "připojené části jsou zapsány neobvykle, takže je programy mohou číst různě",
            "what was appended is written so that programs may read it differently",
        ),
        "extended_validation_data": (
            _UNCLEAR,
            "údaje k ověření podpisů obsahují něco dalšího nebo jich ubylo",
            "the data for validating signatures hold something else, or less than before",
        ),
        "metadata": (_UNCLEAR, "změnily se popisné údaje dokumentu", "the description of the document was changed"),
        "navigation": (
            _UNCLEAR,
            "změnily se záložky, názvy stran nebo způsob otevření",
            "bookmarks, page labels or the way of opening were changed",
        ),
        "attachments": (_UNCLEAR, "změnily se vložené soubory", "the embedded files were changed"),
        "structure": (_UNCLEAR, "změnila se stavba dokumentu pro čtečky", "the logical structure was changed"),
        "catalog": (_UNCLEAR, "změnilo se nastavení dokumentu", "the settings of the document were changed"),
        "certification": (_UNCLEAR, "změnil se rozsah povolených úprav", "what may be changed was changed"),
        "value_replaced": (
            _UNCLEAR,
            "byl přepsán údaj, který byl ve formuláři už při podpisu",
            "a value that stood in the form when it was signed was overwritten",
        ),
        "note_covering": (
            _UNCLEAR,
            "přibyl nebo se změnil povolený prvek, který může zakrývat text",
            "an element the signer allows was added or changed; it may cover text",
        ),
        "signature_covering": (
            _UNCLEAR,
            "přibyl viditelný podpis, který může zakrývat obsah",
            "a visible signature was added that may cover content",
        ),
        "filling_covering": (
            _UNCLEAR,
            "bylo vyplněno pole, které může zakrývat obsah strany",
            "a form field was filled in that may cover the content of the page",
        ),
        "form": (_UNCLEAR, "změnilo se nastavení formuláře", "the settings of the form were changed"),
    }
)
_FORBIDDEN = Text("Podepisující přitom úpravy nepovolil.", "The signer does not permit changes.")


def change(code: str, *, page: int | None = None, forbidden: bool = False) -> Change:
    """Return a change of a kind.

    Args:
        code: of the kind.
        page: where it is, from 1.
        forbidden: the signer has forbidden it, which makes it harmful.
    """
    weight, cs, en = KINDS[code]
    if page is None:
        text = Text(f"Po podpisu: {cs}.", f"After the signature: {en}.")
    else:
        text = Text(f"Strana {page}: {cs}.", f"Page {page}: {en}.")
    if not forbidden:
        return Change(code=code, weight=weight, text=text, page=page)
    text = Text(f"{text.cs} {_FORBIDDEN.cs}", f"{text.en} {_FORBIDDEN.en}")
    return Change(code=code, weight=_HARMFUL, text=text, page=page)
