"""Any method of the registry on the Enhance page, by hand and eye."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QPushButton,
    QSlider,
    QWidget,
)

from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import GROUPS, METHODS, create_method, parse_method, text_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance.save_dialog import SaveDialog
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from tests.e2e.pilot import Drive, Pilot


def choose(box: QComboBox, place: int) -> None:
    """As the list that opens does."""
    assert box.isVisible()
    box.setCurrentIndex(place)
    box.activated.emit(place)


def choose_method(pilot: Pilot, name: str) -> None:
    choice = pilot.enhance.panel.choice
    choose(choice.box, choice.place_of(name))


def sliders(pilot: Pilot) -> list[LabelledSlider]:
    """Those that are seen in the place of MIRNet's."""
    found = pilot.enhance.panel.findChildren(LabelledSlider)
    return [each for each in found if each.isVisible()]


def slider(pilot: Pilot, name: str) -> LabelledSlider:
    (found,) = [each for each in sliders(pilot) if each.slider.accessibleName() == name]
    return found


def wanted(pilot: Pilot) -> str:
    return text_of(pilot.enhance.shared.recipes.method)


def is_made_by(pilot: Pilot, text: str) -> bool:
    enhanced = pilot.enhance.controller.current.enhanced
    return pilot.is_idle() and enhanced is not None and text_of(enhanced.method) == text


def test_a_method_is_chosen_adjusted_taken_back_and_saved(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        choose_method(pilot, "clahe")
        pilot.until(lambda: is_made_by(pilot, "clahe"))
        assert pilot.status == "Enhanced by CLAHE"
        assert pilot.enhance.panel.choice.purpose == METHODS["clahe"].purpose
        names = [each.slider.accessibleName() for each in sliders(pilot)]
        assert names == ["Clip limit", "Grid", "Mix"], "MIRNet's are out of sight"
        QTest.keyClick(slider(pilot, "Grid").slider, Qt.Key.Key_Right)
        pilot.until(lambda: is_made_by(pilot, "clahe:grid=9"))
        pilot.until_revealed()
        before = pilot.picture()
        QTest.keyClick(slider(pilot, "Mix").slider, Qt.Key.Key_Home)
        assert pilot.picture() != before, "at once"
        pilot.press(Qt.Key.Key_Z, control=True)
        assert wanted(pilot) == "clahe:grid=9"
        QTest.mouseDClick(slider(pilot, "Grid").slider, Qt.MouseButton.LeftButton)
        pilot.until(lambda: is_made_by(pilot, "clahe"))
        pilot.press(Qt.Key.Key_Z, control=True)
        pilot.until(lambda: is_made_by(pilot, "clahe:grid=9"))
        figure = slider(pilot, "Mix").figure
        figure.setFocus()
        figure.selectAll()
        QTest.keyClicks(figure, "50")
        QTest.keyClick(figure, Qt.Key.Key_Return)
        assert wanted(pilot) == "clahe:grid=9:mix=0.5"
        pilot.press(Qt.Key.Key_S, control=True)
        QTest.keyClick(pilot.dialog(SaveDialog), Qt.Key.Key_Return)
        pilot.until(lambda: pilot.message is not None and "Saved" in pilot.message.sentence)
        pilot.choose_model("lowlight")
        pilot.until(lambda: is_made_by(pilot, "mirnet"))
        choose_method(pilot, "clahe")
        assert wanted(pilot) == "clahe:grid=9:mix=0.5", "it comes as it was left"

    drive(script, dark_photo)
    expected = parse_method("clahe:grid=9:mix=0.5").apply(
        read_photo(dark_photo).pixels, silent, CancelToken()
    )
    assert np.array_equal(read_photo(dark_photo.parent / "dark cat-enhanced.png").pixels, expected)


def test_all_methods_are_offered_in_groups_that_cannot_be_chosen(
    drive: Drive, dark_photo: Path
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        choice = pilot.enhance.panel.choice
        offered = {name for name in METHODS if choice.place_of(name) >= 0}
        assert offered == METHODS.keys() - {"mirnet"}
        flags = [choice.box.model().index(n, 0).flags() for n in range(choice.box.count())]
        headings = [
            choice.box.itemText(place)
            for place, flag in enumerate(flags)
            if not flag & Qt.ItemFlag.ItemIsEnabled
        ]
        others = [label for label, group in GROUPS if group != (MirnetMethod,)]
        assert headings == ["Trained networks", *others]

    drive(script, dark_photo)


def test_a_winner_of_any_kind_comes_back_from_compare(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        choose_method(pilot, "gamma")
        pilot.until(lambda: is_made_by(pilot, "gamma"))
        slider(pilot, "Gamma").figure.setValue(0.5)
        pilot.until(lambda: is_made_by(pilot, "gamma:gamma=0.5"))
        pilot.window.actions_table[ActionName.SEND_TO_COMPARE].trigger()
        pilot.until(lambda: pilot.is_compared(5))
        assert "gamma:gamma=0.5" in pilot.compare.controller.methods.keys
        for key in ("lime", "he"):
            pilot.turn_to("compare")
            pilot.compare.canvas.clicked.emit(key)
            pilot.window.actions_table[ActionName.USE_THIS].trigger()
            assert pilot.window.page is pilot.enhance
            assert is_made_by(pilot, key), "at once: it is computed already"
        assert pilot.enhance.panel.choice.box.currentText() == "HE"
        pilot.press(Qt.Key.Key_Z, control=True)
        assert is_made_by(pilot, "lime")
        pilot.enhance.shared.recipes.use(parse_method("lime:gamma=0.7+nlm"))
        pilot.until(lambda: is_made_by(pilot, "lime:gamma=0.7+nlm"))
        assert pilot.enhance.panel.choice.box.currentText() == "LIME + Non-local means"
        QTest.keyClick(slider(pilot, "Search window").slider, Qt.Key.Key_Home)
        assert wanted(pilot) == "lime:gamma=0.7+nlm:search=3", "nothing of it was lost"
        pilot.window.actions_table[ActionName.SEND_TO_BATCH].trigger()
        rows = pilot.batch.listing.model
        pilot.until(lambda: len(rows.rows) == 1)
        assert rows.rows[0].method == "lime:gamma=0.7+nlm:search=3"
        assert text_of(pilot.batch.panel.method) == "mirnet", "of the others"

    drive(script, dark_photo)


def test_settings_of_a_method_are_pasted_onto_others(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        choose_method(pilot, "bilateral")
        pilot.until(lambda: is_made_by(pilot, "bilateral"))
        actions = pilot.window.actions_table
        actions[ActionName.COPY_SETTINGS].trigger()
        assert pilot.message is not None
        assert pilot.message.sentence == "The settings of 1.png are copied."
        actions[ActionName.NEXT].trigger()
        pilot.until_enhanced()
        assert wanted(pilot) == "mirnet", "each begins as it comes out"
        actions[ActionName.PASTE_SETTINGS].trigger()
        pilot.until(lambda: is_made_by(pilot, "bilateral"))

    drive(script, three_photos)


def test_light_alone_is_chosen_and_remembered(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        panel = pilot.enhance.panel
        choose(panel.choice.speed_box, 1)
        pilot.until(lambda: is_made_by(pilot, "mirnet:speed=fast"))
        assert not panel.adjustments.slider("denoise").isEnabled(), "there is none"
        actions = pilot.window.actions_table
        actions[ActionName.NEXT].trigger()
        pilot.until_enhanced()
        assert panel.choice.speed_box.currentData() == "full"
        actions[ActionName.PREVIOUS].trigger()
        pilot.until(lambda: is_made_by(pilot, "mirnet:speed=fast"))
        assert panel.choice.speed_box.currentData() == "fast"

    drive(script, three_photos)


def test_what_only_denoises_can_be_the_best_but_not_fast(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        choice = pilot.enhance.panel.choice
        choose(choice.box, choice.box.findData("denoise"))
        pilot.until(lambda: is_made_by(pilot, "mirnet:model=denoise"))
        speeds = choice.speed_box
        assert [speeds.itemText(at) for at in range(speeds.count())] == [
            "Full",
            "Best: eight times as long",
        ]
        choose(speeds, 1)
        pilot.until(lambda: is_made_by(pilot, "mirnet:model=denoise:speed=best"))
        assert pilot.status == "Enhanced by MIRNet · denoise · best"

    drive(script, three_photos)


def test_a_cancelled_enhancement_is_finished_by_its_button(drive: Drive, large_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_running()
        pilot.press(Qt.Key.Key_Escape)
        assert is_made_by(pilot, "mirnet:speed=fast")
        assert pilot.window.actions_table[ActionName.SAVE_AS].isEnabled()
        pilot.answer(0)
        pilot.until_running()
        assert wanted(pilot) == "mirnet"
        pilot.press(Qt.Key.Key_Escape)
        pilot.press(Qt.Key.Key_Z, control=True)
        pilot.until_running()
        assert pilot.message is None, "it is being finished: there is nothing to ask"

    drive(script, large_photo)


@pytest.mark.parametrize("text", ["levels", "lime+nlm"])
def test_tab_goes_through_the_form_from_top_to_bottom(
    drive: Drive, dark_photo: Path, text: str
) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        choose_method(pilot, "gamma")
        pilot.enhance.shared.recipes.use(parse_method(text))
        pilot.until(lambda: is_made_by(pilot, text))
        # So that there is something to be reset.
        controls = pilot.enhance.panel.controls
        pilot.enhance.shared.recipes.use(
            parse_method("+".join(f"{each}:mix=0.5" for each in text.split("+")))
        )
        reset = controls.findChild(QPushButton, "resetMethod")
        reset.setFocus()
        there = [
            each
            for each in controls.findChildren(QWidget)
            if each.isVisible() and isinstance(each, QSlider | QDoubleSpinBox | ChoiceBox)
        ]
        assert len(there) > 2
        tops = []
        for _ in there:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            assert focused in there
            owner = focused if isinstance(focused, ChoiceBox) else focused.parentWidget()
            tops.append(owner.mapTo(controls, owner.rect().topLeft()).y())
        assert tops == sorted(tops)

    drive(script, dark_photo)


def test_a_method_of_a_file_waits_for_the_file(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        choose_method(pilot, "file")
        dialog = pilot.dialog(QFileDialog)
        assert wanted(pilot) == "mirnet"
        assert pilot.enhance.panel.choice.model == "lowlight", "nothing is chosen yet"
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(dark_photo))
        dialog.close()
        made = create_method("file", path=str(dark_photo))
        pilot.until(lambda: is_made_by(pilot, text_of(made)))

    drive(script, dark_photo)
