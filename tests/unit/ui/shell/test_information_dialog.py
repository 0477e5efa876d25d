"""What is told is seen whole, also where a dialog is as high as much of the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mirnet_gui.ui.shell.information_dialog import InformationDialog
from mirnet_gui.ui.widgets.labels import wrapped

_SENTENCE = "This program is written from their paper and holds none of their code or weights. "


def test_no_line_is_cut_through(qtbot: QtBot) -> None:
    dialog = InformationDialog("About", 4)
    qtbot.addWidget(dialog)
    dialog.setMinimumWidth(400)
    for _ in range(6):
        dialog.column.addWidget(wrapped("", _SENTENCE * 5))
    dialog.end()
    dialog.show()
    qtbot.waitExposed(dialog)
    for label in dialog.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
