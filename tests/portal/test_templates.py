"""What holds for every template, style and script: nothing inline, nothing missing, no forbidden name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "listina"
STATIC = SOURCE / "portal" / "static"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
SCRIPTS = sorted((STATIC / "listina" / "js").glob("*.js"))


def _named(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(SOURCE))) for path in paths]


@pytest.mark.parametrize("template", _named(TEMPLATES))
def test_a_template_holds_nothing_that_the_content_security_policy_refuses(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style\b|\son[a-z]+=|javascript:", text)
    assert all("src=" in script for script in re.findall(r"<script\b[^>]*>", text))


@pytest.mark.parametrize("template", _named(TEMPLATES))
def test_every_icon_style_and_script_a_template_names_is_there(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    icons = (STATIC / "listina" / "icons.svg").read_text(encoding="utf-8")
    for name in re.findall(r'listina/icon\.html" with name="([^"]+)"', text):
        assert f'<symbol id="{name}"' in icons
    for name in re.findall(r'{% static "(listina/[^"]+)" %}', text):
        assert (STATIC / name).is_file()


@pytest.mark.parametrize("template", _named(TEMPLATES))
def test_no_page_bears_the_name_of_the_states_service(template: Path) -> None:
    assert not re.search(r"czech\s*point", template.read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("template", _named(TEMPLATES))
def test_every_czech_sentence_of_a_template_can_be_translated(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    shown = re.sub(
        r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", "", text, flags=re.DOTALL
    )
    assert re.findall(r"\w*[ěščřžýáíéúůďťňĚŠČŘŽÝÁÍÉÚŮĎŤŇ]\w*", shown) == []


@pytest.mark.parametrize("script", _named(SCRIPTS))
def test_a_script_writes_no_markup_and_runs_no_text(script: Path) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script.read_text()
    )


def test_every_style_file_is_part_of_the_one_that_pages_name() -> None:
    folder = STATIC / "listina" / "css"
    imported = set(re.findall(r'@import url\("([^"]+)"\)', (folder / "listina.css").read_text()))
    assert imported == {path.name for path in folder.glob("*.css")} - {"listina.css"}
