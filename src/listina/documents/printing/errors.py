"""Why an electronic document cannot be printed."""

from __future__ import annotations

from enum import Enum

from listina.errors import ListinaError, Remedy
from listina.texts import Text


class Obstacle(Enum):
    """What stands in the way of printing; the values are sentences for people."""

    UNREADABLE = Text("soubor nelze přečíst jako PDF", "the file cannot be read as a PDF")
    ENCRYPTED = Text("soubor je chráněn heslem", "the file is protected by a password")
    NO_PAGES = Text("soubor nemá žádnou stranu", "the file has no page")
    TOO_MANY_PAGES = Text("soubor má příliš mnoho stran", "the file has too many pages")
    AMBIGUOUS = Text("různé programy v něm čtou různé strany", "programs read different pages in it")
    PAGE_SIZE = Text("strana má nepřípustné rozměry", "a page has an impossible size")
    EXTERNAL_CONTENT = Text("část obsahu stran leží v jiném souboru", "a part of the pages lies in another file")
    NO_SUCH_PAGE = Text("taková strana v něm není", "there is no such page")
    TOO_LARGE = Text("výtisk by byl příliš velký", "the print file would be too large")
    TOO_HARD = Text("zpracování trvá příliš dlouho nebo vyžaduje mnoho paměti", "it takes too much time or memory")


class PrintNotPossibleError(ListinaError):
    """No print file or picture was made: the document defies it. The obstacle says why; nothing was written."""

    code = "documents.print_not_possible"
    remedy = Remedy.REFUSE_THE_CONVERSION
    cs = "Dokument nelze vytisknout: {reason_cs}. Vyžádejte si od odesílatele jiný soubor, nejlépe ve formátu PDF/A."
    en = "The document cannot be printed: {reason_en}. Ask the sender for another file, best in PDF/A."

    def __init__(self, obstacle: Obstacle) -> None:
        """Keep the obstacle."""
        super().__init__(reason_cs=obstacle.value.cs, reason_en=obstacle.value.en)
        self.obstacle = obstacle


class PrintRoomUnavailableError(ListinaError):
    """No confined process could be started or work to its end; nothing is known about the document."""

    code = "documents.print_room_unavailable"
    remedy = Remedy.TRY_LATER
    cs = "Strany teď nelze připravit k tisku, server je příliš vytížený. Zkuste to znovu za chvíli."
    en = "The pages cannot be made ready for printing now, the server is too busy. Try again in a while."
