"""Settings by a name: applied to one photograph or several, saved, renamed, deleted, shared."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from mirnet_gui import locations
from mirnet_gui.cli import main
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.presets.own_presets import OwnPresets
from mirnet_gui.presets.preset import Preset
from mirnet_gui.presets.preset_file import write_preset
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance.preset_name_dialog import PresetNameDialog
from mirnet_gui.ui.widgets.preset_box import PresetBox
from tests.e2e.pilot import Drive, Pilot


def box_of(pilot: Pilot) -> PresetBox:
    return pilot.enhance.panel.presets.box


def choose(box: PresetBox, name: str) -> None:
    """By the keys that a list of choices has: open it, go down to the name, take it."""
    rows = [row for row in range(box.count()) if isinstance(box.itemData(row), Preset)]
    (wanted_row,) = [row for row in rows if box.itemText(row).startswith(name)]
    box.setFocus()
    box.showPopup()
    QTest.keyClick(box.view(), Qt.Key.Key_Home)
    for _ in range(rows.index(wanted_row)):
        QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)


def wanted(pilot: Pilot, key: Path) -> str:
    return text_of(pilot.enhance.shared.recipes.method_of(key))


def trigger(pilot: Pilot, name: ActionName) -> None:
    action = pilot.window.actions_table[name]
    assert action.isEnabled(), name
    action.trigger()


def give_name(pilot: Pilot, name: str) -> None:
    dialog = pilot.dialog(PresetNameDialog)
    field = dialog.findChild(QLineEdit)
    field.selectAll()
    field.insert(name)
    pilot.click(dialog.findChild(QPushButton, "takeName"))


def test_a_preset_is_one_step_and_the_box_says_which_it_is(drive: Drive, dark_photo: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until_enhanced()
        box, before = box_of(pilot), pilot.colour(0.75, 0.6)
        assert box.currentText() == "As it comes"
        choose(box, "Night")
        assert box.currentText() == "Night: dark stays dark"
        assert pilot.enhance.panel.adjustments.slider("exposure").value == pytest.approx(-1.2)
        pilot.until(lambda: pilot.colour(0.75, 0.6).lightness() < before.lightness())
        pilot.press(Qt.Key.Key_Z, control=True)
        assert box.currentText() == "As it comes"
        assert not pilot.window.actions_table[ActionName.UNDO].isEnabled()
        pilot.until(lambda: pilot.colour(0.75, 0.6) == before)
        choose(box, "Vivid")
        pilot.enhance.panel.adjustments.slider("warmth").slider.setValue(30)
        assert box.currentIndex() == -1
        assert box.placeholderText() == "Own settings"

    drive(script, dark_photo)


def test_it_comes_to_all_that_are_selected(drive: Drive, three_photos: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        keys = pilot.enhance.shared.photographs.listed.paths
        strip = pilot.enhance.findChild(object, "filmstrip")
        strip.setFocus()
        QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        assert strip.selected == list(keys[:2])
        choose(box_of(pilot), "Black")
        texts = [wanted(pilot, key) for key in keys]
        assert texts[0] == texts[1] == "mirnet:contrast=0.2:colour=-1:grain=0.5"
        assert texts[2] == "mirnet"
        assert pilot.message is not None
        assert pilot.message.sentence == "2 photographs have other settings now."
        pilot.press(Qt.Key.Key_Z, control=True)
        assert [wanted(pilot, key) for key in keys] == ["mirnet"] * 3
        pilot.press(Qt.Key.Key_Z, control=True, shift=True)
        assert [wanted(pilot, key) for key in keys] == texts

    drive(script, three_photos)


def test_ones_own_are_saved_renamed_deleted_and_put_back(drive: Drive, dark_photo: Path) -> None:
    own = OwnPresets(locations.presets())

    def names(pilot: Pilot) -> list[str]:
        return [preset.name for preset in pilot.enhance.shared.presets.own]

    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        assert not pilot.window.actions_table[ActionName.DELETE_PRESET].isEnabled()
        pilot.enhance.panel.adjustments.slider("exposure").slider.setValue(20)
        trigger(pilot, ActionName.SAVE_PRESET)
        dialog = pilot.dialog(PresetNameDialog)
        take = dialog.findChild(QPushButton, "takeName")
        assert not take.isEnabled()
        dialog.findChild(QLineEdit).setText("natural")
        assert not take.isEnabled(), "the program has one of that name"
        give_name(pilot, "夜 & রাত")
        pilot.until(lambda: box_of(pilot).currentText() == "夜 & রাত")
        trigger(pilot, ActionName.RENAME_PRESET)
        give_name(pilot, "Evening")
        pilot.until(lambda: names(pilot) == ["Evening"])
        pilot.until(lambda: box_of(pilot).currentText() == "Evening")
        trigger(pilot, ActionName.DELETE_PRESET)
        pilot.until(lambda: names(pilot) == [])
        pilot.until(lambda: pilot.message is not None)
        pilot.answer(0)
        pilot.until(lambda: names(pilot) == ["Evening"])

    drive(script, dark_photo)
    (kept,) = own.find().presets
    assert kept.name == "Evening"
    assert kept.method.exposure != 0.0

    def next_time(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        pilot.until(lambda: names(pilot) == ["Evening"])
        choose(box_of(pilot), "Evening")
        assert box_of(pilot).preset == kept

    drive(next_time, dark_photo)


def test_one_is_shared_as_a_file(drive: Drive, dark_photo: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "friend.mirnet-preset", tmp_path / "bad.mirnet-preset"
    write_preset(Preset("Lake", MirnetMethod(warmth=-0.2)), good, overwrite=False)
    bad.write_text("nonsense")

    def choose_file(pilot: Pilot, path: Path) -> None:
        dialog = pilot.dialog(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.close()

    def script(pilot: Pilot) -> None:
        pilot.until(pilot.has_photo)
        pilot.enhance.dismiss()
        trigger(pilot, ActionName.IMPORT_PRESET)
        choose_file(pilot, bad)
        pilot.until(lambda: pilot.message is not None)
        assert pilot.message is not None
        assert "bad.mirnet-preset” is not a preset" in pilot.message.sentence
        pilot.enhance.dismiss()
        trigger(pilot, ActionName.IMPORT_PRESET)
        choose_file(pilot, good)
        pilot.until(lambda: box_of(pilot).findText("Lake") >= 0)
        choose(box_of(pilot), "Lake")
        trigger(pilot, ActionName.EXPORT_PRESET)
        choose_file(pilot, tmp_path / "out.mirnet-preset")
        pilot.until((tmp_path / "out.mirnet-preset").exists)

    drive(script, dark_photo)
    assert (tmp_path / "out.mirnet-preset").read_bytes() == good.read_bytes()


def test_a_batch_takes_one(drive: Drive) -> None:
    OwnPresets(locations.presets()).save(Preset("Mine", parse_method("clahe:clip=4")))

    def script(pilot: Pilot) -> None:
        pilot.turn_to("batch")
        panel = pilot.batch.panel
        assert panel.presets.currentText() == "As it comes"
        choose(panel.presets, "Keep")
        assert text_of(panel.method) == "mirnet:grain=0.8"
        assert pilot.batch.controller.request.method == panel.method
        pilot.until(lambda: panel.presets.findText("Mine") >= 0)
        choose(panel.presets, "Mine")
        assert text_of(panel.method) == "clahe:clip=4"
        assert panel.presets.currentText() == "Mine"

    drive(script)


def test_commands_know_them(
    dark_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    OwnPresets(locations.presets()).save(Preset("夜", parse_method("mirnet:colour=-1")))
    assert main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "As it comes"
    assert lines[-2:] == ["夜", "    mirnet:colour=-1"]
    out = tmp_path / "out"
    arguments = ["enhance", str(dark_photo), "--output", str(out), "--json"]
    assert main([*arguments, "--preset", "夜", "--strength", "0.5"]) == 0
    assert '"mirnet:colour=-1:strength=0.5"' in capsys.readouterr().out or list(out.iterdir())
    assert main([*arguments, "--preset", "Noon"]) == 2
    assert "There is no preset called Noon" in capsys.readouterr().err
    assert main([*arguments, "--preset", "夜", "--method", "he"]) == 2
    friend = tmp_path / "f.mirnet-preset"
    write_preset(Preset("Lake", MirnetMethod(warmth=-0.2)), friend, overwrite=False)
    assert main(["presets", "--import", str(friend), "--json"]) == 0
    assert '"name": "Lake"' in capsys.readouterr().out
