"""Save all: real files, a method that waits for us, and nothing lost or replaced."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.methods.method import Method
from mirnet_gui.methods.provenance import provenance_of
from mirnet_gui.methods.registry import create_method
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.model.marks import Mark
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.model import Model
from tests.unit.ui.enhance.test_enhance_controller import (
    Network,
    controller,
    files,
    first_done,
    is_computed,
    is_done,
    model,
    network,
    runner,
)

__all__ = ["controller", "files", "first_done", "model", "network", "runner"]
"""Fixtures of the controller's own tests."""

BRIGHTER = Choice(Controls(exposure=0.5))


@pytest.fixture(autouse=True)
def weights_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is told in files about the weights that made a result."""
    done = provenance_of(create_method("gamma"))
    monkeypatch.setattr("mirnet_gui.jobs.chosen_results.provenance_of", lambda _method: done)


def brighter(**values: float) -> Method:
    return create_method("mirnet", model="night", **values)


def saved_all(
    controller: EnhanceController, folder: Path, told: list[Message], qtbot: QtBot
) -> Message:
    told.clear()
    controller.saving.save_all(folder)
    qtbot.waitUntil(lambda: any(each.kind is not MessageKind.NOTE for each in told))
    return told[-1]


@pytest.fixture
def told(controller: EnhanceController) -> list[Message]:
    said: list[Message] = []
    controller.message.connect(said.append)
    return said


@pytest.mark.usefixtures("first_done")
def test_what_was_looked_at_or_edited_is_saved_and_nothing_else(
    controller: EnhanceController,
    model: Model,
    files: list[Path],
    told: list[Message],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    qtbot.waitUntil(lambda: is_computed(model, files[1]))
    model.recipes.paste(brighter(exposure=0.5), [files[2]])
    assert controller.saving.savable == [files[0], files[2]], "nobody has seen the second"
    message = saved_all(controller, out, told, qtbot)
    assert message.sentence == "Saved 2 photographs."
    assert sorted(path.name for path in out.iterdir()) == ["a-enhanced.png", "c-enhanced.png"]
    plain = 255 - read_photo(files[2]).pixels
    assert read_photo(out / "c-enhanced.png").pixels.mean() != plain.mean(), "as it is chosen"
    assert controller.saving.savable == []
    assert controller.saving.unsaved == []
    assert Mark.SAVED in model.marks.of(files[0])
    controller.choose(BRIGHTER)
    assert controller.saving.savable == [files[0]]
    saved_all(controller, out, told, qtbot)
    assert (out / "a-enhanced-2.png").exists(), "no file is replaced"


@pytest.mark.usefixtures("first_done")
def test_one_that_fails_is_told_by_name_and_the_rest_goes_on(
    controller: EnhanceController,
    model: Model,
    files: list[Path],
    told: list[Message],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    broken = shutil.copy(files[0], tmp_path / "broken.png")
    model.photographs.open([files[1], broken, files[2]])
    qtbot.waitUntil(lambda: is_done(controller, "broken.png"))
    model.recipes.paste(brighter(exposure=0.5), files[1:])
    files[1].write_bytes(b"no photograph")
    model.photographs._in_memory.pop(files[1], None)
    message = saved_all(controller, out, told, qtbot)
    assert message.kind is MessageKind.FAILED
    assert "b.png" in message.sentence
    assert {path.name for path in out.iterdir()} == {
        "a-enhanced.png", "broken-enhanced.png", "c-enhanced.png",
    }  # fmt: skip
    assert controller.saving.savable == [files[1]]


@pytest.mark.usefixtures("first_done")
def test_it_says_how_far_it_is_and_can_be_stopped(
    controller: EnhanceController,
    model: Model,
    network: Network,
    files: list[Path],
    told: list[Message],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    qtbot.waitUntil(lambda: is_computed(model, files[1]))
    shares: list[float] = []
    controller.advanced.connect(lambda advance: shares.append(advance.progress.fraction))
    network.gate.clear()
    model.recipes.paste(brighter(exposure=0.5), [files[2]])
    controller.saving.save_all(out)
    qtbot.waitUntil(lambda: (out / "a-enhanced.png").exists() and 0.5 in shares)
    assert controller.doing.activity is Activity.SAVING_ALL
    assert controller.doing.can_cancel
    controller.cancel()
    assert told[-1].sentence == "Saved 1 of 2 photographs."
    assert controller.doing.activity is Activity.IDLE
    assert controller.saving.savable == [files[2]]
    network.gate.set()


@pytest.mark.usefixtures("first_done")
def test_what_was_seen_is_saved_also_when_another_model_was_chosen_since(
    controller: EnhanceController,
    model: Model,
    network: Network,
    files: list[Path],
    told: list[Message],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    model.photographs.step(2)
    qtbot.waitUntil(lambda: is_done(controller, "c.png"))
    model.preferences.change(model="dusk")
    qtbot.waitUntil(lambda: is_done(controller, "c.png"))
    model.results.forget(files[0])
    network.models.clear()
    saved_all(controller, out, told, qtbot)
    assert network.models[:1] == ["night"]
    assert np.array_equal(
        read_photo(out / "a-enhanced.png").pixels, 255 - read_photo(files[0]).pixels
    )


def test_a_picture_without_a_file_is_saved_under_its_name(
    controller: EnhanceController, model: Model, told: list[Message], tmp_path: Path, qtbot: QtBot
) -> None:
    model.photographs.show(Photo(np.full((4, 6, 3), 30, np.uint8)))
    qtbot.waitUntil(lambda: controller.current.enhanced is not None)
    saved_all(controller, tmp_path, told, qtbot)
    assert (tmp_path / "Pasted photograph-enhanced.png").exists()


@pytest.mark.usefixtures("first_done")
def test_another_method_is_saved_though_its_result_was_not_looked_at(
    controller: EnhanceController,
    model: Model,
    files: list[Path],
    told: list[Message],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    model.recipes.paste(create_method("gamma", mix=0.5), [files[2]])
    model.photographs.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    model.photographs.step(-1)
    model.recipes.paste(create_method("gamma", mix=0.5), [files[1]])
    saved_all(controller, tmp_path, told, qtbot)
    gamma = create_method("gamma", mix=0.5)
    for name in "bc":
        expected = gamma.apply(read_photo(tmp_path / f"{name}.png").pixels, silent, CancelToken())
        result = read_photo(tmp_path / f"{name}-enhanced.png").pixels
        assert np.array_equal(result, expected), "it was wanted, whatever was looked at before"
