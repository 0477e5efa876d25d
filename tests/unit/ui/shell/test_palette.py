"""What is typed finds what is meant."""

from __future__ import annotations

import pytest

from mirnet_gui.ui.shell.palette.entries import Entry, found
from mirnet_gui.ui.shell.palette.matching import match


def entry(text: str, words: str = "", *, can_be_done: bool = True) -> Entry:
    return Entry(text, "", "", f"{text} {words}", lambda: None, can_be_done)


@pytest.mark.parametrize(
    "query", ["side", "SIDE", "by si", "ide", "sbs", "sde", "side by side", " side "]
)
def test_letters_are_found(query: str) -> None:
    assert match(query, "Side by side") is not None


@pytest.mark.parametrize("query", ["sidx", "batch", "edis", "side batch"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert match(query, "Side by side") is None


def test_the_likeliest_comes_first() -> None:
    entries = [entry("Report", "Save what became of it"), entry("Loupe"), entry("Save as")]
    assert [each.text for each in found(entries, "sav")] == ["Save as", "Report"]


def test_words_of_other_scripts_are_found() -> None:
    assert [each.text for each in found([entry("保存"), entry("開く")], "開")] == ["開く"]


def test_what_can_be_done_comes_first_where_nothing_is_typed() -> None:
    entries = [entry("Undo", can_be_done=False), entry("Open")]
    assert [each.text for each in found(entries, "")] == ["Open", "Undo"]
