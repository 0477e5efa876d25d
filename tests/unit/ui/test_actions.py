from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from mirnet_gui.ui.action_table import ACTIONS, ActionName
from mirnet_gui.ui.actions import Actions, tooltip
from mirnet_gui.ui.theme.tokens import DARK


def test_every_name_has_one_row() -> None:
    assert Counter(spec.name for spec in ACTIONS) == Counter(ActionName)


def test_no_key_means_two_things() -> None:
    # Layouts and views belong to two pages, of which one is open.
    for page in ("view", "layout"):
        specs = [spec for spec in ACTIONS if spec.group in ("", "theme", "zoom", page)]
        keys = Counter(QKeySequence(key).toString() for spec in specs for key in spec.keys)
        assert [key for key, count in keys.items() if count > 1] == []
    assert "" not in keys


def test_no_key_of_the_table_is_that_of_a_page() -> None:
    keys = {QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys}
    assert not keys & {f"Ctrl+Alt+{number}" for number in range(1, 10)}


def test_tooltips_tell_the_key() -> None:
    for spec in ACTIONS:
        assert spec.tip in tooltip(spec)
        assert not spec.keys or "(" in tooltip(spec)


def test_actions_of_a_group_exclude_each_other(qtbot: QtBot) -> None:
    parent = QObject()
    actions = Actions(parent)
    actions[ActionName.VIEW_SLIDER].trigger()
    actions[ActionName.VIEW_AFTER].trigger()
    assert actions[ActionName.VIEW_AFTER].isChecked()
    assert not actions[ActionName.VIEW_SLIDER].isChecked()


def test_actions_with_a_glyph_have_an_icon(qtbot: QtBot) -> None:
    parent = QObject()
    actions = Actions(parent)
    actions.apply_theme(DARK)
    for spec in ACTIONS:
        assert actions[spec.name].icon().isNull() == (spec.glyph is None)
