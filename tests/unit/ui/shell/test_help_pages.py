"""Every text of help tells of actions that there are, and leads to pages that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mirnet_gui import locations
from mirnet_gui.language import LANGUAGES
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.shell.help.help_page import ORDER, HelpPage, filled, help_pages
from mirnet_gui.ui.shell.help.help_window import PICTURE_WIDTH, PICTURES

HELP = locations.resources() / "help"
TEXTS = sorted(HELP.glob("*/*.md"))


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[Actions]:
    parent = QObject()
    yield Actions(parent)


def test_each_page_of_the_window_has_help() -> None:
    assert {path.stem for path in (HELP / "en").glob("*.md")} == set(ORDER)
    assert {"enhance", "compare", "batch", "train"} <= set(ORDER)


@pytest.mark.parametrize("name", ["start", "enhance", "compare", "batch", "train"])
def test_pages_of_the_window_are_shown_as_sharp_as_fine_screens_are(name: str) -> None:
    with Image.open(HELP / PICTURES / f"{name}.jpg") as picture:
        assert picture.width == 2 * PICTURE_WIDTH


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_actions_and_links_lead_somewhere(path: Path, actions: Actions) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "[[" not in filled(text, actions)
    links = re.findall(r"(?<!\[)\[[^\[\]]+\]\(([^)]+)\)", text)
    assert [link for link in links if not (HELP / "en" / link).is_file()] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ORDER)
def test_each_language_is_told_the_same(language: str, name: str) -> None:
    english, told = (
        (HELP / code / f"{name}.md").read_text(encoding="utf-8") for code in ("en", language)
    )
    assert _bones(told) == _bones(english)
    if language != "en":
        assert told != english


def _bones(text: str) -> tuple[list[str], list[str], list[str]]:
    """Headings by their depth, and the actions and pages that are told of, in any order."""
    headings = re.findall(r"^#+", text, re.MULTILINE)
    return (
        headings,
        sorted(re.findall(r"\[\[\w+\]\]", text)),
        sorted(re.findall(r"\]\(([^)]+)\)", text)),
    )


def test_actions_are_called_as_the_window_calls_them(actions: Actions) -> None:
    actions[ActionName.SAVE_AS].setText("Keep it…")
    assert filled("Now [[save_as]].", actions) == "Now **Keep it** (Ctrl\\+S)."


def test_a_language_without_a_page_has_the_english_one(
    actions: Actions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, name, text in (("en", "start", "# Start"), ("en", "batch", "# Batch")):
        (tmp_path / "help" / language).mkdir(parents=True, exist_ok=True)
        (tmp_path / "help" / language / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "help" / "de").mkdir()
    (tmp_path / "help" / "de" / "start.md").write_text("# Anfang", encoding="utf-8")
    monkeypatch.setattr(locations, "resources", lambda: tmp_path)
    assert [page.title for page in help_pages("de", actions)] == ["Anfang", "Batch"]


def test_sections_are_found_by_their_words() -> None:
    page = HelpPage("x", "# Title\n\nFirst.\n\n## Second part\n\nMore of *it*.")
    assert [section.heading for section in page.sections] == ["Title", "Second part"]
    assert [section.has(["more", "second"]) for section in page.sections] == [False, True]
