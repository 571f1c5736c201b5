"""Why a page, a clause or a file is refused: what is wrong, why that matters, what to do next."""

from __future__ import annotations

from listina.errors import ListinaError, Remedy


class PageRefusedError(ListinaError):
    """A file cannot become a page of the output. Its subclasses say why; nothing of the file was kept."""

    remedy = Remedy.CORRECT_THE_REQUEST


class EmptyPageError(PageRefusedError):
    """The file has no bytes."""

    code = "documents.empty_page"
    cs = "Soubor je prázdný, není v něm co převést. Zkontrolujte, zda se skenování dokončilo, a nahrajte ho znovu."
    en = "The file is empty, there is nothing to convert. Check that scanning has finished and upload it again."


class PageTooLargeError(PageRefusedError):
    """The file has more bytes than a page may have."""

    code = "documents.page_too_large"
    cs = (
        "Soubor má více než {megabytes} MB; tak velkou stranu nezpracujeme. "
        "Naskenujte ji ve formátu JPEG nebo s nižším rozlišením."
    )
    en = (
        "The file has more than {megabytes} MB; a page that large is not processed. "
        "Scan it as JPEG or with a lower resolution."
    )


class TooManyPixelsError(PageRefusedError):
    """The picture has more pixels than a page may have; it was not decoded."""

    code = "documents.too_many_pixels"
    cs = (
        "Obraz má více než {megapixels} milionů bodů; tak velkou stranu nezpracujeme. "
        "Naskenujte ji s nižším rozlišením, stačí 300 dpi."
    )
    en = (
        "The picture has more than {megapixels} million pixels; a page that large is not processed. "
        "Scan it with a lower resolution, 300 dpi is enough."
    )


class UnsupportedFormatError(PageRefusedError):
    """The bytes are not JPEG, PNG, TIFF or WebP, whatever the file's name says."""

    code = "documents.unsupported_format"
    cs = (
        "Soubor není obraz JPEG, PNG, TIFF nebo WebP ani PDF ({found}); jiné formáty jako stranu nepřijímáme. "
        "Naskenujte stranu do jednoho z těchto formátů."
    )
    en = (
        "The file is no JPEG, PNG, TIFF or WebP picture and no PDF ({found}); other formats are not accepted. "
        "Scan the page into one of these formats."
    )


class PdfNotAcceptedError(UnsupportedFormatError):
    """The file is a PDF where one picture was expected; its pages are taken out before they are judged."""

    code = "documents.pdf_not_accepted"
    cs = (
        "Soubor PDF není jedna strana; každou stranu posuzujeme zvlášť. "
        "Nahrajte ho jako celek tlačítkem Přidat strany, nebo stranu naskenujte do souboru JPEG, PNG nebo TIFF."
    )
    en = (
        "A PDF is no single page; every page is assessed on its own. "
        "Upload it as a whole by the button Add pages, or scan the page into a JPEG, PNG or TIFF file."
    )


class UnsupportedCodingError(PageRefusedError):
    """The format is right, yet its inner coding is one that PDF/A viewers need not understand."""

    code = "documents.unsupported_coding"
    cs = (
        "Obraz je uložen způsobem, který výstup ve formátu PDF/A nedovoluje ({found}). "
        "Uložte ho jako běžný JPEG nebo PNG, nebo stranu naskenujte znovu."
    )
    en = (
        "The picture is stored in a way that PDF/A output does not allow ({found}). "
        "Store it as an ordinary JPEG or PNG, or scan the page again."
    )


class UnreadablePageError(PageRefusedError):
    """The picture is truncated or damaged."""

    code = "documents.unreadable_page"
    cs = (
        "Obraz nelze celý přečíst, soubor je neúplný nebo poškozený; část strany by ve výstupu chyběla. "
        "Nahrajte soubor znovu, nebo stranu naskenujte znovu."
    )
    en = (
        "The picture cannot be read to its end, the file is incomplete or damaged; a part of the page would be missing "
        "in the output. Upload the file again, or scan the page again."
    )


class SeveralPagesError(PageRefusedError):
    """The file holds more than one picture."""

    code = "documents.several_pages"
    cs = (
        "Soubor obsahuje více obrazů ({count}); každou stranu je třeba posoudit a porovnat zvlášť. "
        "Uložte každou stranu do vlastního souboru."
    )
    en = (
        "The file holds several pictures ({count}); every page has to be assessed and compared on its own. "
        "Store each page in a file of its own."
    )


class FileTooLargeError(PageRefusedError):
    """A file of several pages has more bytes than one file may have."""

    code = "documents.file_too_large"
    cs = "Soubor má více než {megabytes} MB. Rozdělte ho na menší soubory, nebo skenujte do formátu JPEG."
    en = "The file has more than {megabytes} MB. Divide it into smaller files, or scan into JPEG."


class TooManyPagesInFileError(PageRefusedError):
    """A file has more pages than one conversion may have."""

    code = "documents.too_many_pages_in_file"
    cs = "Soubor má {count} stran, najednou jich lze převést nejvýše {most}. Rozdělte ho na menší soubory."
    en = "The file has {count} pages, at most {most} can be converted at once. Divide it into smaller files."


class NotAScanError(PageRefusedError):
    """A page of a PDF shows something else than its scan: text, lines, annotations."""

    code = "documents.not_a_scan"
    cs = (
        "Strana {page} souboru PDF obsahuje text nebo kresbu, není to sken. Do elektronické podoby se převádí jen "
        "listina. Naskenujte ji, nebo nahrajte soubor přímo ze skeneru."
    )
    en = (
        "Page {page} of the PDF holds text or drawings, it is no scan. Only paper is converted to electronic form. "
        "Scan it, or upload the file as it came from the scanner."
    )


class NotAFullPageImageError(PageRefusedError):
    """The image on a page of a PDF leaves a part of the page empty, or the page shows a part of it only."""

    code = "documents.not_a_full_page_image"
    cs = (
        "Sken na straně {page} souboru PDF nevyplňuje celou stranu, nebo je oříznutý. Vypněte ve skeneru ořezávání a "
        "naskenujte listinu znovu."
    )
    en = (
        "The scan on page {page} of the PDF does not fill the page or is cropped. Switch cropping off in the scanner "
        "and scan the paper again."
    )


class LayeredScanError(PageRefusedError):
    """A page of a PDF is put together of several layers, of which some may be of a poor quality or be hidden."""

    code = "documents.layered_scan"
    cs = (
        "Soubor PDF skládá stranu z více vrstev (MRC, „vysoká komprese“, „kompaktní PDF“). Vrstvy mohou mít různou "
        "kvalitu a dají se skrýt. Vypněte ve skeneru vysokou kompresi a naskenujte listinu znovu."
    )
    en = (
        "The PDF puts its pages together of several layers (MRC, “high compression”, “compact PDF”). Layers may differ "
        "in quality and can be hidden. Switch high compression off in the scanner and scan the paper again."
    )


class EncryptedPdfError(PageRefusedError):
    """The PDF is encrypted, with or without a password to open it."""

    code = "documents.encrypted_pdf"
    cs = "Soubor PDF je šifrovaný. Uložte sken bez hesla a bez omezení a nahrajte ho znovu."
    en = "The PDF is encrypted. Store the scan without a password and without restrictions and upload it again."


class ActivePdfError(PageRefusedError):
    """The PDF holds scripts, actions, forms or other files."""

    code = "documents.active_pdf"
    cs = (
        "Soubor PDF obsahuje skript, akci nebo vložený soubor ({found}), což sken nemá. "
        "Nahrajte soubor přímo ze skeneru."
    )
    en = (
        "The PDF holds a script, an action or an embedded file ({found}), which a scan does not. Upload the file as it "
        "came from the scanner."
    )


class SignedPdfError(PageRefusedError):
    """The PDF is signed: it is an electronic document, no paper that was scanned."""

    code = "documents.signed_pdf"
    cs = (
        "Soubor PDF je elektronicky podepsaný, je to elektronický dokument, ne sken listiny. Do elektronické podoby se "
        "převádí jen listina."
    )
    en = (
        "The PDF is signed, it is an electronic document and no scan of a paper. Only paper is converted to electronic "
        "form."
    )


class MirroredPageError(PageRefusedError):
    """The file asks to be shown mirrored, which a scanner never does and the output cannot."""

    code = "documents.mirrored_page"
    cs = (
        "Soubor žádá, aby byl zobrazen zrcadlově převrácený; takový obraz by neodpovídal předloze. "
        "Naskenujte stranu znovu."
    )
    en = "The file asks to be shown mirrored; such a picture would not agree with the paper. Scan the page again."


class DeclaredResolutionError(ListinaError):
    """The resolution stated by a person is out of range."""

    code = "documents.declared_resolution"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Rozlišení {dpi} dpi není možné; skenery pracují se {least} až {most} dpi. Uveďte skutečné rozlišení."
    en = "A resolution of {dpi} dpi is impossible; scanners work with {least} to {most} dpi. State the real one."


class NoPagesError(ListinaError):
    """An output without pages was asked for: a mistake in our own code."""

    code = "documents.no_pages"
    remedy = Remedy.CALL_SUPPORT
    cs = "Výstup nemá žádnou stranu. Obraťte se na podporu."
    en = "The output has no page."


class StoredPageChangedError(ListinaError):
    """The stored scan is not the one that was assessed."""

    code = "documents.stored_page_changed"
    remedy = Remedy.CALL_SUPPORT
    cs = "Uložený sken {page}. strany není ten, který byl posouzen. Nahrajte stranu znovu a obraťte se na podporu."
    en = "The stored scan of page {page} is not the one that was assessed."


class PageNotPlacedError(ListinaError):
    """An assessed page could not be put into the PDF."""

    code = "documents.page_not_placed"
    remedy = Remedy.CALL_SUPPORT
    cs = "{page}. stranu nelze vložit do výstupu ({reason}). Naskenujte ji do formátu JPEG."
    en = "Page {page} cannot be put into the output ({reason})."


class PdfaNotApprovedError(ListinaError):
    """The composed file was not approved as PDF/A-2b; nothing was written."""

    code = "documents.pdfa_not_approved"
    remedy = Remedy.CALL_SUPPORT
    cs = (
        "Výstup se nepodařilo ověřit jako PDF/A-2, proto ho nelze podepsat. "
        "Naskenujte strany do formátu JPEG; pokud to nepomůže, obraťte se na podporu."
    )
    en = "The output was not approved as PDF/A-2b: {findings}"


class ContentNotRecognisedError(ListinaError):
    """A page is not built as pages of outputs are, so it has no content digest."""

    code = "documents.content_not_recognised"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "{page}. strana souboru není strana výstupu konverze, proto nelze určit otisk obsahu. Zkontrolujte soubor."
    en = "Page {page} of the file is not a page of a conversion's output: {reason}"


class ContentChangedError(ListinaError):
    """Composing changed the content of the pages, which it never may."""

    code = "documents.content_changed"
    remedy = Remedy.CALL_SUPPORT
    cs = "Při sestavení výstupu se změnil obsah strany {page}. Výstup nebyl vytvořen; obraťte se na podporu."
    en = "Composing changed page {page}."


class UnreadablePdfError(ListinaError):
    """A file is not a PDF that can be read."""

    code = "documents.unreadable_pdf"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Soubor nelze přečíst jako PDF; je poškozený, zaheslovaný nebo v jiném formátu. Zkontrolujte soubor."
    en = "The file cannot be read as PDF: {reason}"


class RenderingRefusedError(ListinaError):
    """A page of a PDF is too large to be drawn, or there is no such page."""

    code = "documents.rendering_refused"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Stranu souboru nelze zobrazit ({reason_cs})."
    en = "The page cannot be rendered: {reason_en}."


class ClauseOverflowError(ListinaError):
    """The clause would take more pages than a clause may have."""

    code = "documents.clause_overflow"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = (
        "Doložka by měla {pages} stran, nejvýše jich může mít {most}. "
        "Sloučte prvky, které nelze přenést, do méně položek."
    )
    en = "The clause would have {pages} pages, at most {most} are possible. Merge untransferable elements."


class ProtocolNotTypesetError(ListinaError):
    """The protocol of a conversion could not be typeset."""

    code = "documents.protocol_not_typeset"
    remedy = Remedy.CALL_SUPPORT
    cs = "Protokol o konverzi nelze vysázet ({reason}). Obraťte se na podporu."
    en = "The protocol of the conversion cannot be typeset ({reason}). Contact support."


class ClauseNotTypesetError(ListinaError):
    """The clause could not be typeset, usually because of a character the fonts do not have."""

    code = "documents.clause_not_typeset"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = (
        "Doložku nelze vysázet; některý údaj zřejmě obsahuje znak, který písmo nemá ({reason}). "
        "Zkontrolujte údaje, nebo se obraťte na podporu."
    )
    en = "The clause cannot be typeset: {reason}"


class ClauseWithoutWatermarkError(ListinaError):
    """A clause without legal effects lacks the sentence that says so: a mistake in our own code."""

    code = "documents.clause_without_watermark"
    remedy = Remedy.CALL_SUPPORT
    cs = "Zkušební doložka neobsahuje označení, že nemá právní účinky. Obraťte se na podporu."
    en = "A clause of standing {standing} has no watermark."


class FontsMissingError(ListinaError):
    """The fonts of the clause are not installed."""

    code = "documents.fonts_missing"
    remedy = Remedy.CALL_SUPPORT
    cs = "Chybí písmo doložky ({family}). Obraťte se na podporu."
    en = "The font {family} is not installed."


class BarcodeNotPossibleError(ListinaError):
    """A text does not fit into a barcode of the clause."""

    code = "documents.barcode_not_possible"
    remedy = Remedy.CALL_SUPPORT
    cs = "Údaj se nevejde do čárového kódu doložky. Obraťte se na podporu."
    en = "The text does not fit into a {symbology} symbol: {length} characters."
