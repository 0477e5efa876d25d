"""In a language that marks what is translated and takes 40 % more room: all is, and all fits.

The same from right to left, where what is too wide is cut off on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QTableView,
    QToolButton,
    QWidget,
)

from mirnet_gui.inference.devices import list_devices
from mirnet_gui.language import LANGUAGES, MIRRORED, PSEUDO, VARIABLE, use_language
from mirnet_gui.methods.registry import METHODS, create_method
from mirnet_gui.network.catalog import list_weights
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import tooltip
from mirnet_gui.ui.compare.method_dialog import MethodDialog
from mirnet_gui.ui.enhance.save_all_dialog import SaveAllDialog
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.shell.about.about_dialog import AboutDialog
from mirnet_gui.ui.shell.leave_dialog import LeaveDialog
from mirnet_gui.ui.shell.settings.settings_dialog import SettingsDialog
from mirnet_gui.ui.theme.tokens import DARK
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas
from mirnet_gui.ui.widgets.labels import ElidedLabel
from tests.e2e.pilot import Drive, Pilot

MARKED = re.compile("⟦[^⟦⟧]*⟧")
WORD = re.compile("[A-Za-z][a-z]{2,}")
KEYS = re.compile(r"(?:Ctrl|Alt|Shift|Return|Home|End|Up|Down|Del|Esc|PgUp|PgDown|Space|\+)+")


@pytest.fixture(autouse=True, params=[PSEUDO, MIRRORED])
def pseudo_language(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, request.param)
    use_language(None)
    yield
    use_language("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def left_in_english(text: str) -> bool:
    """Whether words stand in ``text`` that no catalog could change.

    Names of files, methods, languages and weights are nobody's, nor are keys and units.
    """
    while MARKED.search(text):
        text = MARKED.sub("", text)
    # The folder of three photographs is offered again, by its name.
    names = {
        "MIRNet",
        "WebP",
        "party",
        *LANGUAGES.values(),
        *(entry.name for entry in list_weights()),
    }
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "").replace(name.upper(), "")
    text = re.sub(r"\S*/\S*|\S+\.(png|jpg)\b|\{\w+\}|sRGB|[Ss]amples?", "", text)
    return WORD.search(KEYS.sub("", text)) is not None


def texts_of(top: QWidget) -> Iterator[str]:
    """What is seen, told or read aloud of the visible widgets below ``top``."""
    yield top.windowTitle()
    for widget in [top, *top.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        yield widget.toolTip()
        yield widget.accessibleName()
        match widget:
            case QToolButton() | QAbstractButton() | QLabel():
                yield widget.text()
            case QLineEdit():
                yield widget.placeholderText()
            case QComboBox():
                yield from (widget.itemText(place) for place in range(widget.count()))
            case QTableView():
                model, across = widget.model(), Qt.Orientation.Horizontal
                titles = (model.headerData(at, across) for at in range(model.columnCount()))
                yield from map(str, titles)
            case PictureCanvas():
                yield widget.accessibleDescription()
                yield from (text for pane in widget.panes for text in (pane.pending, *pane.lines))
        if isinstance(widget, QToolButton) and widget.menu() is not None:
            yield from texts_of_menu(widget.menu())


def texts_of_menu(menu: QMenu) -> Iterator[str]:
    for action in menu.actions():
        yield action.text()
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from texts_of_menu(inner)


def english(top: QWidget) -> list[str]:
    devices = list_devices()
    processors = {text for each in devices for text in (each.name, f"{each.name} ({each.id})")}
    return sorted({text for text in texts_of(top) if left_in_english(text)} - processors)


def cut_off(top: QWidget) -> list[str]:
    """Visible words that have less room than they need; names of files may be shortened."""
    found = []
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        match widget:
            case QLabel() if widget.text() and widget.wordWrap():
                fits = widget.height() >= widget.heightForWidth(widget.width())
            case QLabel() if widget.text():
                fits = widget.width() >= widget.sizeHint().width()
            case QAbstractButton() if widget.text() and shows_words(widget):
                fits = widget.width() >= widget.sizeHint().width()
            case QComboBox():
                # A text that is made of several has the marks of each.
                words = re.sub("[⟦⟧\u200f\u202e\u202c]", "", widget.currentText())
                needed = widget.fontMetrics().horizontalAdvance(words)
                fits = widget.width() >= needed
            case _:
                continue
        if not fits or is_beyond_the_edge(widget):
            wanted, got = widget.sizeHint(), widget.size()
            where = ", beyond the edge" if is_beyond_the_edge(widget) else ""
            words = f"{type(widget).__name__} {texts_of_one(widget)}"
            found.append(f"{words}: {got} of {wanted}{where}")
    return found


def is_beyond_the_edge(widget: QWidget) -> bool:
    """Whether a part of ``widget`` is where no scrolling up and down brings it to be seen."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is None or around.horizontalScrollBar().isVisible():
        return False
    left = widget.mapTo(around.viewport(), QPoint(0, 0)).x()
    return left < 0 or left + widget.width() > around.viewport().width()


def shows_words(button: QAbstractButton) -> bool:
    only_icon = Qt.ToolButtonStyle.ToolButtonIconOnly
    return not (isinstance(button, QToolButton) and button.toolButtonStyle() == only_icon)


def texts_of_one(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def untranslated_or_cut_off(top: QWidget) -> list[str]:
    # What has changed is laid out when the event loop comes round.
    QApplication.processEvents()
    return [*english(top), *cut_off(top)]


def test_empty_pages_menus_and_actions(drive: Drive) -> None:
    def script(pilot: Pilot) -> None:
        pilot.window.resize(1280, 720)
        for name in ("enhance", "compare", "batch", "train"):
            pilot.turn_to(name)
            pilot.until(pilot.is_idle)
            assert untranslated_or_cut_off(pilot.window) == []
        assert [each for each in texts_of_menu(pilot.window.menu) if left_in_english(each)] == []
        table = pilot.window.actions_table
        told = [text for action in table.all() for text in (action.text(), action.toolTip())]
        told += [tooltip(spec) for spec in table.specs]
        assert [each for each in told if left_in_english(each)] == []

    drive(script)


def test_pages_with_a_photograph(drive: Drive, three_photos: Path, tmp_path: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.window.resize(1280, 720)
        pilot.until_enhanced()
        assert untranslated_or_cut_off(pilot.window) == []
        pilot.turn_to("compare")
        pilot.until(lambda: pilot.is_compared(4))
        assert untranslated_or_cut_off(pilot.window) == []
        pilot.window.actions_table[ActionName.INSIGHT].trigger()
        assert untranslated_or_cut_off(pilot.window) == []
        part = pilot.compare.panel.insight.part_box
        pilot.until(part.isVisible)
        for place in (0, 1):
            part.setCurrentIndex(place)
            part.activated.emit(place)
            assert untranslated_or_cut_off(pilot.window) == []
        pilot.turn_to("batch")
        page = pilot.batch
        page.panel.form.set_method(create_method("gamma"))
        page.panel.set_folder(tmp_path / "out")
        page.take_in([three_photos])
        pilot.until(pilot.window.actions_table[ActionName.START_BATCH].isEnabled)
        assert untranslated_or_cut_off(pilot.window) == []
        pilot.click(page.bar.start)
        pilot.until(lambda: page.message is not None and pilot.is_idle())
        assert untranslated_or_cut_off(pilot.window) == []

    drive(script, three_photos / "1.png")


def test_dialogs(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        window = pilot.window
        window.resize(1280, 720)
        pilot.until_enhanced()
        for name, kind in (
            (ActionName.SAVE_AS, SaveDialog),
            (ActionName.SAVE_ALL, SaveAllDialog),
        ):
            window.actions_table[name].trigger()
            saving = pilot.dialog(kind)
            assert untranslated_or_cut_off(saving) == []
            saving.reject()
        dialogs = [
            SettingsDialog(pilot.enhance.shared.preferences, window.actions_table, DARK, window),
            AboutDialog(window.errands.libraries, window),
            LeaveDialog("", [], save="", parent=window),
        ]
        models = Weights(list_weights())
        dialogs += [
            MethodDialog(models, create_method(name), None, DARK, window)
            for name in METHODS
            if name not in ("file", "onnx")
        ]
        for dialog in dialogs:
            dialog.open()
            pilot.until(dialog.isVisible)
            assert untranslated_or_cut_off(dialog) == []
            dialog.reject()
            dialog.deleteLater()

    drive(script, dark_photo)
