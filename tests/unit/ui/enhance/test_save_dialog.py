from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mirnet_gui.jobs.chosen_results import SaveRequest
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.enhance.save_fields import SaveFields
from mirnet_gui.ui.theme.tokens import LIGHT
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider


def dialog_for(qtbot: QtBot, folder: Path, target: Format) -> SaveDialog:
    request = SaveRequest(folder / "night.png", Encoding(target), overwrite=False)
    dialog = SaveDialog(Photo(np.zeros((2, 2, 3), np.uint8)), request, LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def said(dialog: SaveDialog) -> list[str]:
    return [line.text() for line in dialog.findChildren(QLabel) if line.isVisible()]


def type_name(dialog: SaveDialog, name: str) -> QPushButton:
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, name)
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == "Save")


def test_a_folder_that_is_not_there_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_for(qtbot, tmp_path, "png")
    save = type_name(dialog, "/nowhere/x.png")
    assert not save.isEnabled()
    assert "There is no folder /nowhere." in said(dialog)
    assert type_name(dialog, "x.png").isEnabled()
    assert "There is no folder /nowhere." not in said(dialog)


def test_quality_is_asked_for_where_it_counts(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_for(qtbot, tmp_path, "png")
    slider = dialog.findChild(LabelledSlider)
    assert slider is not None
    for name, counts in (("x.png", False), ("x.webp", True), ("x.tif", False), ("x.avif", True)):
        type_name(dialog, name)
        assert slider.isEnabled() == counts
    assert dialog.request.encoding.format == "avif"


def test_quality_is_offered_where_a_file_of_many_has_one(qtbot: QtBot, tmp_path: Path) -> None:
    request = SaveRequest(tmp_path / "{stem}{ext}", Encoding(), overwrite=False)
    for kept, offered in (({"tiff", "png"}, False), ({"tiff", "jpeg"}, True)):
        fields = SaveFields(request, LIGHT, kept=kept)
        qtbot.addWidget(fields)
        qtbot.addWidget(fields.quality)
        assert fields.quality.isEnabled() is offered


def test_what_the_file_will_be_called_is_told_where_it_is_not_what_was_typed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = dialog_for(qtbot, tmp_path, "png")
    for name, becomes in (("a.gif", "a.gif.png"), ("a", "a.png")):
        type_name(dialog, name)
        assert f"It will be called {becomes}." in said(dialog)
        assert dialog.request.path.name == becomes
    type_name(dialog, "a.png")
    assert not any("will be called" in each for each in said(dialog))


def test_it_is_told_why_a_result_is_not_to_lie_beside_its_photograph(
    qtbot: QtBot, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    request = SaveRequest(tmp_path / "night.png", Encoding("png"), overwrite=False)
    photo = Photo(np.zeros((2, 2, 3), np.uint8), path=gone / "night.png")
    dialog = SaveDialog(photo, request, LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    sentence = f"The photograph's folder {gone} is not there any more."
    assert sentence in said(dialog)
    gone.mkdir()
    there = SaveDialog(photo, request, LIGHT)
    qtbot.addWidget(there)
    there.show()
    assert sentence not in said(there)
