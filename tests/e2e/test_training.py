"""The Train page with the real trainer, on pairs that are small enough to wait for."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from skimage import data

from mirnet_gui import locations
from mirnet_gui.jobs.training_runs import new_training
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.shell.leave_dialog import LeaveDialog
from mirnet_gui.ui.train import train_actions as names
from mirnet_gui.ui.train.import_dialog import ImportDialog
from mirnet_gui.ui.train.train_page import TrainPage
from mirnet_gui.ui.train.train_state import Phase
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from tests.e2e.pilot import Drive, Pilot, standing
from tests.e2e.test_keyboard import unreachable
from tests.e2e.test_small_window import cut_off


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Three pairs of a noisy and a clean picture, and one picture without a partner."""
    rng, folder = np.random.default_rng(0), tmp_path / "my camera"
    for name, photograph in {
        "cat": data.chelsea(),
        "cup": data.coffee(),
        "pilot": data.astronaut(),
    }.items():
        clean = photograph[:136, :144]
        noisy = (clean + rng.normal(0, 20, clean.shape)).round().clip(0, 255).astype(np.uint8)
        for side, pixels in (("noisy", noisy), ("clean", clean)):
            (folder / side).mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(folder / side / f"{name}.png")
    shutil.copy(folder / "noisy" / "cat.png", folder / "noisy" / "alone.png")
    return folder


def chosen(pilot: Pilot, pairs: Path, steps: int) -> TrainPage:
    """The page with ``pairs``, ready to tune the denoiser for so many steps."""
    pilot.turn_to("train")
    page = pilot.train
    page.choose(pairs, "pairs")
    pilot.until(lambda: page.controller.data is not None)
    page.panel.form.choose("denoise", steps)
    return page


def open_first(page: TrainPage) -> None:
    """Click the first training of the list."""
    items = page.panel.trainings.items
    box = items.visualItemRect(items.item(0))
    QTest.mouseClick(items.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def is_learning(page: TrainPage) -> bool:
    return page.controller.phase is Phase.RUNNING and page.panel.now.number("loss") != "–"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_trainer_that_is_killed_is_told_and_resumed_also_in_another_window(
    drive: Drive, pairs: Path
) -> None:
    kept_before: list[int] = []

    def checkpoint(page: TrainPage) -> Path:
        assert page.controller.trainings.shown is not None
        return page.controller.trainings.shown.training.run / "last.ckpt"

    def first(pilot: Pilot) -> None:
        page = chosen(pilot, pairs, 5000)
        pilot.click(page.bar.start)
        pilot.until(lambda: is_learning(page))
        os.kill(page.controller.run.process.pid, signal.SIGKILL)
        pilot.until(lambda: page.controller.phase is Phase.IDLE)
        assert page.message is not None
        assert "ended from outside" in page.message.sentence
        assert "Nothing was saved yet" in page.message.hint
        pilot.until(lambda: "ended from outside" in page.run_view.outcome)
        pilot.until(page.bar.resume.isVisible)
        pilot.click(page.bar.resume)
        assert page.message is None, "that is over"
        # What is told of the step before it was killed is there at once.
        pilot.until(lambda: is_learning(page) and checkpoint(page).is_file())
        pilot.click(page.bar.pause)
        kept_before.append(checkpoint(page).stat().st_mtime_ns)
        assert page.controller.phase is Phase.PAUSED
        assert page.bar.pause.text() == "Go on"
        pilot.window.close()
        dialog = pilot.dialog(LeaveDialog)
        words = " ".join(each.text() for each in dialog.findChildren(QLabel))
        assert "The training my-camera is going on. It is stopped and kept" in words
        pilot.click(dialog.leave)

    def second(pilot: Pilot) -> None:
        pilot.turn_to("train")
        page = pilot.train
        pilot.until(lambda: bool(page.controller.trainings.all))
        (state,) = page.controller.trainings.all
        kept = (state.training.run / "last.ckpt").stat().st_mtime_ns
        assert kept > kept_before[0], "it was stopped with a checkpoint"
        open_first(page)
        assert "It can be resumed" in page.run_view.outcome
        pilot.click(page.bar.resume)
        pilot.until(lambda: is_learning(page))
        pilot.click(page.bar.stop)
        pilot.until(lambda: page.controller.phase is Phase.IDLE)
        pilot.until(page.bar.resume.isVisible)

    assert drive(first) == 0
    assert drive(second) == 0


def test_pairs_are_checked_learnt_from_and_measured(drive: Drive, pairs: Path) -> None:
    def script(pilot: Pilot) -> None:
        page = chosen(pilot, pairs, 2)
        pilot.until(lambda: "can be learnt from" in page.data_view.check)
        assert "3 can be learnt from" in page.data_view.check
        assert "no picture of that name stands in clean/" in page.data_view.check
        pilot.click(page.bar.start)
        pilot.until(
            lambda: (
                page.controller.trainings.shown is not None
                and page.controller.trainings.shown.is_done
            )
        )
        assert page.run_view.outcome.startswith("Done.")
        assert page.run_view.plots.points("psnr") >= 2
        pilot.until(lambda: page.run_view.samples.step is not None)
        assert page.panel.now.number("step") == "2 of 2"
        assert page.panel.now.number("before").endswith(" dB")
        assert "Left out:" in page.data_view.check
        actions = pilot.window.actions_table
        for name in (names.STOP, names.RESUME, names.PAUSE):
            assert not actions[name].isEnabled(), "there is nothing to stop or to go on with"

    assert drive(script) == 0


def learnt(pairs: Path) -> None:
    """A training that is done, as an earlier window left it."""
    training = new_training(
        locations.trainings(), name="mine", recipe="denoise", kind="pairs", data=pairs, steps=10
    )
    (training.run / "logs").mkdir(parents=True)
    rows = "0,,,30.0,0.8\n10,0.1,0.1,,\n10,,,31.0,0.9\n"
    (training.run / "logs" / "metrics.csv").write_text(f"step,loss,rate,psnr,ssim\n{rows}")
    weights = locations.shipped_weights() / "denoise.safetensors"
    shutil.copy(weights, training.run / "finetuned.safetensors")


def shown(pilot: Pilot) -> TrainPage:
    """The page with the first training of the list."""
    pilot.turn_to("train")
    page = pilot.train
    pilot.until(lambda: bool(page.controller.trainings.all))
    open_first(page)
    return page


def test_what_was_learnt_can_be_chosen_as_a_model_at_once(drive: Drive, pairs: Path) -> None:
    learnt(pairs)

    def script(pilot: Pilot) -> None:
        page = shown(pilot)
        assert (
            "PSNR: 30.00 dB before, 31.00 dB at its best, which is kept." in page.run_view.outcome
        )
        pilot.click(page.bar.use)
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert "mine can be chosen" in page.message.sentence
        choice = pilot.enhance.panel.findChild(ChoiceBox)
        assert choice.findData("mine") >= 0
        assert choice.currentData() == "lowlight"

    assert drive(script) == 0


@pytest.mark.parametrize("theme", [ActionName.THEME_DARK, ActionName.THEME_LIGHT])
def test_nothing_is_cut_off_or_out_of_reach(drive: Drive, pairs: Path, theme: ActionName) -> None:
    learnt(pairs)

    def script(pilot: Pilot) -> None:
        pilot.choose_theme(theme)
        pilot.turn_to("train")
        for width, height in ((1280, 720), (853, 533)):
            pilot.window.resize(width, height)
            assert cut_off(pilot.window) == []
        page = shown(pilot)
        assert cut_off(pilot.window) == []
        assert unreachable(pilot) == []
        page.choose(pairs, "pairs")
        pilot.until(lambda: page.side is page.data_view)
        assert cut_off(pilot.window) == []
        assert unreachable(pilot) == []

    assert drive(script) == 0


def test_a_checkpoint_is_imported_and_another_file_is_refused_in_words(
    drive: Drive, shared: Path, tmp_path: Path
) -> None:
    (tmp_path / "holiday.pth").write_bytes(b"no checkpoint")

    def script(pilot: Pilot) -> None:
        pilot.turn_to("train")
        page = pilot.train
        page.ask_about_checkpoint(tmp_path / "holiday.pth")
        pilot.click(pilot.dialog(ImportDialog).take)
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert "holiday.pth" in page.message.sentence
        page.dismiss()
        page.ask_about_checkpoint(shared / "parity" / "official_format_c16.pth")
        dialog = pilot.dialog(ImportDialog)
        dialog.name.setText("from-elsewhere")
        pilot.click(dialog.take)
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert "from-elsewhere can be chosen" in page.message.sentence
        assert "from-elsewhere" in [entry.name for entry in page.shared.weights]

    assert drive(script) == 0


def test_checkpoints_are_imported_one_after_the_other(drive: Drive, shared: Path) -> None:
    checkpoint = shared / "parity" / "official_format_c16.pth"

    def script(pilot: Pilot) -> None:
        pilot.turn_to("train")
        page = pilot.train
        made = []
        page.controller.weights.made.connect(made.append)
        for name in ("first", "second"):
            page.ask_about_checkpoint(checkpoint)
            dialog = pilot.dialog(ImportDialog)
            dialog.name.setText(name)
            pilot.click(dialog.take)
            pilot.until(lambda: not standing(ImportDialog))
            assert pilot.window.status.text == f"Taking over {checkpoint.name}"
        page.ask_about_checkpoint(checkpoint)
        dialog = pilot.dialog(ImportDialog)
        dialog.name.setText("second")
        assert not dialog.take.isEnabled(), "one of that name is on its way"
        assert "second" in dialog.complaint.text()
        dialog.reject()
        pilot.until(lambda: made == ["first", "second"])
        assert pilot.window.status.text == "Ready"

    assert drive(script) == 0


def test_weights_of_the_program_are_imported_for_what_they_say(drive: Drive) -> None:
    weights = locations.shipped_weights() / "denoise.safetensors"

    def script(pilot: Pilot) -> None:
        pilot.turn_to("train")
        page = pilot.train
        page.ask_about_checkpoint(weights)
        dialog = pilot.dialog(ImportDialog)
        assert dialog.name.text() == "denoise-2"
        assert not any(each.isVisible() for each in dialog.findChildren(ChoiceBox))
        pilot.click(dialog.take)
        pilot.until(lambda: page.message is not None)
        entries = {entry.name: entry.tasks for entry in page.shared.weights}
        assert entries["denoise-2"] == ("denoise",)

    assert drive(script) == 0


def test_what_is_no_pairs_is_told_in_words(drive: Drive, pairs: Path) -> None:
    def script(pilot: Pilot) -> None:
        pilot.turn_to("train")
        page = pilot.train
        page.choose(pairs / "noisy", "pairs")
        pilot.until(lambda: page.message is not None)
        assert page.message is not None
        assert "holds no pairs" in page.message.sentence
        assert not pilot.window.actions_table[names.START].isEnabled()

    assert drive(script) == 0


def test_a_training_goes_to_the_trash_once_it_is_agreed_to(drive: Drive, pairs: Path) -> None:
    learnt(pairs)

    def script(pilot: Pilot) -> None:
        page = shown(pilot)
        folder = page.controller.trainings.shown.training.folder
        discard = pilot.window.actions_table[names.DISCARD]
        pilot.turn_to("enhance")
        pilot.turn_to("train")
        discard.trigger()
        pilot.answer(1)
        assert page.message is None
        assert folder.is_dir(), "it was kept"
        discard.trigger()
        pilot.answer(0)
        pilot.until(lambda: not page.controller.trainings.all)
        assert not folder.exists()
        assert page.controller.trainings.shown is None
        assert not discard.isEnabled()

    assert drive(script) == 0


def test_a_training_is_not_called_stopped_before_its_folder_is_read(
    drive: Drive, pairs: Path
) -> None:
    said: list[str] = []

    def script(pilot: Pilot) -> None:
        page = chosen(pilot, pairs, 4)
        page.run_view  # noqa: B018 - it is loaded with the first training shown
        page.controller.phase_changed.connect(lambda: said.append(page.run_view.outcome))
        page.controller.trainings.shown_changed.connect(lambda: said.append(page.run_view.outcome))
        pilot.window.actions_table[names.START].trigger()
        pilot.until(lambda: page.controller.phase is Phase.IDLE and bool(said))
        pilot.until(lambda: "Done" in page.run_view.outcome)

    drive(script)
    assert not [each for each in said if "It can be resumed" in each]
    assert any("Looking what was learnt" in each for each in said)
