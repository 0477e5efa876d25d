"""The dialog tells size and look of what would be saved, and resolves names, with real jobs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from skimage import data

from mirnet_gui.formatting import file_size
from mirnet_gui.jobs.chosen_results import ChosenResult, SaveRequest, write_result
from mirnet_gui.jobs.photo_jobs import enhanced_by
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.save_trials import Trial
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.enhance.compression_view import CompressionView
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.enhance.save_plan import Naming
from mirnet_gui.ui.enhance.save_trials import SaveTrials
from mirnet_gui.ui.theme.tokens import LIGHT
from mirnet_gui.ui.widgets.encoding_fields import DepthBox, LongestSide, MetadataChoice
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider


@pytest.fixture
def result(tmp_path: Path) -> ChosenResult:
    path = tmp_path / "night.jpg"
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2024:05:06 07:08:09"
    Image.fromarray(data.chelsea() // 4).save(path, exif=exif)
    photo = read_photo(path)
    enhanced = enhanced_by(create_method("gamma"), photo, silent, CancelToken())
    return ChosenResult(photo, enhanced, Choice())


@pytest.fixture
def trials(result: ChosenResult) -> Iterator[SaveTrials]:
    runner = JobRunner()
    trials = SaveTrials(runner)
    trials.begin(Trial(result))
    yield trials
    runner.shutdown()


@pytest.fixture
def dialog(qtbot: QtBot, result: ChosenResult, trials: SaveTrials, tmp_path: Path) -> SaveDialog:
    request = SaveRequest(tmp_path / "out.jpg", Encoding("jpeg"), overwrite=False)
    made = SaveDialog(result.photo, request, LIGHT)
    made.use(Naming(tmp_path / "night.jpg", result.enhanced.method), trials, again=65.0)
    qtbot.addWidget(made)
    made.show()
    return made


def said(dialog: SaveDialog) -> list[str]:
    return [line.text() for line in dialog.findChildren(QLabel) if line.isVisible()]


def type_name(dialog: SaveDialog, name: str) -> None:
    line = dialog.findChild(QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, name)


def test_the_size_follows_the_fields_and_is_true(
    qtbot: QtBot, dialog: SaveDialog, result: ChosenResult, tmp_path: Path
) -> None:
    def told(encoding: Encoding) -> str:
        path = tmp_path / f"{encoding.quality}-{encoding.longest}.jpg"
        write_result(result, SaveRequest(path, encoding, overwrite=False), silent, CancelToken())
        return file_size(path.stat().st_size)

    whole = told(Encoding("jpeg"))
    qtbot.waitUntil(lambda: whole in said(dialog), timeout=60_000)
    dialog.findChild(LabelledSlider).set_value(40)
    worse = told(Encoding("jpeg", quality=40))
    assert worse != whole
    qtbot.waitUntil(lambda: worse in said(dialog), timeout=60_000)
    dialog.findChild(LongestSide).set_longest(200)
    smaller = told(Encoding("jpeg", quality=40, longest=200))
    qtbot.waitUntil(lambda: {smaller, "200 × 133"} <= set(said(dialog)), timeout=60_000)
    assert dialog.request.encoding == Encoding("jpeg", quality=40, longest=200)


def test_the_look_follows_quality_and_arrow_keys(qtbot: QtBot, dialog: SaveDialog) -> None:
    view = dialog.findChild(CompressionView)

    def halves() -> tuple[str, str]:
        """What is seen within the border, which shows where the focus is."""
        shot = view.grab().toImage()
        half = shot.width() // 2
        parts = (shot.copy(left, 4, half - 12, 170) for left in (4, half + 4))
        return tuple(sha256(bytes(part.constBits())).hexdigest() for part in parts)

    qtbot.waitUntil(lambda: view.look is not None, timeout=60_000)
    before = halves()
    dialog.findChild(LabelledSlider).set_value(5)
    qtbot.waitUntil(lambda: halves()[1] != before[1], timeout=60_000)
    assert halves()[0] == before[0], "what is not compressed stays as it was"
    QTest.keyClick(view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: halves()[0] != before[0], timeout=60_000)
    assert view.middle[0] > 0.5


def test_a_name_with_places_is_resolved_and_kept_for_the_next_time(
    qtbot: QtBot, dialog: SaveDialog, tmp_path: Path
) -> None:
    type_name(dialog, "{stem}_{date:%Y}_{counter:02}_{method}")
    save = dialog.findChild(QPushButton, "save")
    qtbot.waitUntil(save.isEnabled, timeout=60_000)
    assert dialog.request.path == tmp_path / "night_2024_01_gamma.jpg"
    assert "It will be called night_2024_01_gamma.jpg." in said(dialog)
    assert dialog.template == "{stem}_{date:%Y}_{counter:02}_{method}"
    (tmp_path / "night_2024_01_gamma.jpg").touch()
    assert dialog.request.path == tmp_path / "night_2024_02_gamma.jpg"
    type_name(dialog, "{shoes}")
    assert not save.isEnabled()
    assert any("{shoes}" in line for line in said(dialog))
    type_name(dialog, "plain")
    assert dialog.template == ""


def test_more_bits_say_that_it_is_computed_again(qtbot: QtBot, dialog: SaveDialog) -> None:
    type_name(dialog, "a.png")
    dialog.findChild(DepthBox).set_depth(16)
    assert any("again with 16 bits: about 1 min" in line for line in said(dialog))
    qtbot.waitUntil(lambda: any(line.startswith("up to ") for line in said(dialog)), timeout=60_000)
    assert dialog.request.encoding.depth == 16
    type_name(dialog, "a.jpg")
    assert dialog.request.encoding.depth == 8, "JPEG has no more"
    assert not any("Computed again" in line for line in said(dialog))


def test_groups_are_ticked_by_keyboard_in_a_menu_that_stays(
    qtbot: QtBot, dialog: SaveDialog
) -> None:
    choice = dialog.findChild(MetadataChoice)
    assert choice.accessibleDescription() == "All is kept"
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Space)
    menu = choice.menu_of_groups
    qtbot.waitUntil(menu.isVisible, timeout=60_000)
    for _ in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert choice.groups == ("location", "camera")
    assert dialog.request.encoding.strip == ("location", "camera")
    assert choice.accessibleDescription() == "Without location · camera and lens"
    choice.set_groups(("all",))
    assert choice.groups == ("all",)
    menu.close()


def test_fields_show_what_was_saved_last(qtbot: QtBot, result: ChosenResult) -> None:
    wanted = Encoding("avif", 10, 55, 1600, ("camera", "date"))
    request = SaveRequest(Path("/x/night.avif"), wanted, overwrite=False)
    dialog = SaveDialog(replace(result.photo, pixels=np.zeros((4, 4, 3), "u1")), request, LIGHT)
    qtbot.addWidget(dialog)
    assert dialog.request.encoding == wanted


def test_tab_goes_from_field_to_field_as_they_are_seen(dialog: SaveDialog) -> None:
    seen = []
    widget = dialog.focusWidget()
    assert widget is not None
    for _ in range(60):
        is_inside = isinstance(widget.parent(), QAbstractSpinBox)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not is_inside:
            seen.append(widget.accessibleName() or widget.text())
        widget = widget.nextInFocusChain()
    assert seen[:11] == [
        "File name",
        "Choose the folder",
        "Format",
        "Depth",
        "Longest side in pixels",
        "Metadata",
        "Quality",
        "Quality, number",
        "What saving does to the picture, before and after",
        "Cancel",
        "Save",
    ]
