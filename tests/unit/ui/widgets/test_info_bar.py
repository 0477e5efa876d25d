"""What the window says is not lost before somebody could see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.theme.stylesheet import stylesheet
from mirnet_gui.ui.theme.tokens import DARK
from mirnet_gui.ui.widgets.info_bar import InfoBar

FAILED = Message(MessageKind.FAILED, "“a.jpg” is damaged.", "Copy it again.")
LATER = Message(MessageKind.FAILED, "“b.jpg” is damaged.")
NOTE = Message(MessageKind.NOTE, "This photograph is well lit already.")
SAVED = Message(MessageKind.DONE, "Saved a.png.", file=Path("a.png"))


@pytest.fixture
def bar(qtbot: QtBot) -> InfoBar:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(853, 400)
    made = InfoBar(page)
    page.show()
    return made


def close(bar: InfoBar) -> None:
    QTest.mouseClick(bar.findChild(QToolButton), Qt.MouseButton.LeftButton)


def test_bad_news_waits_until_it_is_dismissed_and_the_next_comes_then(bar: InfoBar) -> None:
    for message in (FAILED, NOTE, LATER, FAILED):
        bar.say(message)
    told = []
    while bar.message is not None:
        told.append(bar.message)
        close(bar)
    assert told == [FAILED, NOTE, LATER]


def test_notes_and_good_news_give_way(bar: InfoBar) -> None:
    for message in (NOTE, SAVED, FAILED):
        bar.say(message)
        assert bar.message == message
    close(bar)
    assert bar.message is None


def test_another_photograph_makes_all_of_it_history(bar: InfoBar) -> None:
    bar.say(FAILED)
    bar.say(LATER)
    bar.clear()
    assert bar.message is None


def test_a_question_waits_for_its_answer(bar: InfoBar, qtbot: QtBot) -> None:
    given: list[str] = []
    answers = tuple(Answer(text, lambda text=text: given.append(text)) for text in ("Go on", "No"))
    question = Message(MessageKind.NOTE, "Go on?", answers=answers)
    bar.say(question)
    bar.say(NOTE)
    assert bar.message == question
    bar.say(SAVED)
    assert bar.message == SAVED
    close(bar)
    assert bar.message == question
    buttons = [each for each in bar.findChildren(QPushButton) if each.text() == "No"]
    (button,) = [each for each in buttons if each.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert given == ["No"]
    assert bar.message == NOTE
    bar.say(question)
    bar.withdraw(question)
    assert bar.message != question


@pytest.mark.parametrize("words", range(4, 60, 3))
def test_no_line_is_cut_off(bar: InfoBar, words: int) -> None:
    bar.setStyleSheet(stylesheet(DARK, "tick.svg"))
    bar.say(
        Message(MessageKind.NOTE, "“a” is a link. " * (words // 8 + 1), "“b.psd” is no " * words)
    )
    for label in bar.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())


def test_a_question_that_takes_the_place_of_a_note_has_room_for_its_answers(
    bar: InfoBar, qtbot: QtBot
) -> None:
    bar.setStyleSheet(stylesheet(DARK, "tick.svg"))
    bar.say(NOTE)
    qtbot.waitUntil(bar.isVisible)
    answer = Answer("Start again now", lambda: None)
    bar.say(Message(MessageKind.NOTE, "It changes later.", "It comes back.", answers=(answer,)))
    button = bar.findChild(QPushButton, "answer0")
    qtbot.waitUntil(button.isVisible)
    assert bar.height() >= bar.layout().totalHeightForWidth(bar.width())


def test_a_name_is_no_markup_and_no_line(bar: InfoBar) -> None:
    bar.say(Message(MessageKind.FAILED, "“<b>a\x1b[31m\n.jpg” is caf\udce9."))
    told = bar.findChild(QLabel, "sentence")
    assert told.textFormat() is Qt.TextFormat.PlainText
    assert told.text() == r"“<b>a\x1b[31m\x0a.jpg” is caf\xe9."
    assert bar.accessibleName() == told.text()
