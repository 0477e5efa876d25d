"""Which job follows which: with a real runner, real files and a method that waits for us."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.inference.onlooker import Onlooker, Region
from mirnet_gui.jobs.photo_jobs import SaveRequest
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.settings import Settings
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.layers import Choice, Layers, developed
from mirnet_gui.ui import enhance_controller
from mirnet_gui.ui.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance_state import Activity
from mirnet_gui.ui.message import MessageKind

DEVICES = (("cuda:0", "A large card"), ("cuda:1", "A small card"), ("cpu", "A processor"))


class Rough:
    """Makes all grey, at once."""

    name = "rough"
    label = "Rough"

    def prepare(self) -> None:
        pass

    def preview(self) -> None:
        return None

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        return np.full_like(pixels, 128)


class Method:
    """Inverts, once its gate is open; counts how often it was asked."""

    name = "inverting"
    label = "Inverting"

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.models: list[str] = []
        self.devices: list[str] = []

    def make(self, model: str, device: str) -> Method:
        self.models.append(model)
        self.devices.append(device)
        return self

    def preview(self) -> Rough:
        return Rough()

    def apply(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        while not self.gate.wait(0.005):
            cancel.raise_if_cancelled()
        return 255 - pixels


class Watched(Method):
    """Asks where the user looks before it ends."""

    def __init__(self) -> None:
        super().__init__()
        self.views: list[Region | None] = []

    choice = Choice()

    def layers(
        self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken, onlooker: Onlooker
    ) -> Layers:
        self.views.append(onlooker.view())
        result = self.apply(pixels, progress, cancel)
        self.views.append(onlooker.view())
        return Layers(pixels, result, result)


@pytest.fixture
def method() -> Method:
    return Method()


@pytest.fixture
def controller(qtbot: QtBot, method: Method) -> Iterator[EnhanceController]:
    runner = JobRunner()
    yield EnhanceController(runner, method.make, lambda: DEVICES, Settings(model="night"))
    runner.shutdown()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.png" for name in "abc"]
    for shade, path in enumerate(paths):
        write_photo(Photo(np.full((4, 6, 3), 10 * shade, np.uint8)), path, format="png")
    return paths


def is_done(controller: EnhanceController, name: str) -> bool:
    idle = controller.doing.activity is Activity.IDLE
    return idle and controller.shown.enhanced is not None and controller.shown.name == name


def test_going_back_costs_nothing(
    controller: EnhanceController, method: Method, files: list[Path], qtbot: QtBot
) -> None:
    controller.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    controller.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    controller.step(-1)
    assert is_done(controller, "a.png")
    assert method.models == ["night", "night"]


def test_another_model_runs_at_once_and_makes_old_results_stale(
    controller: EnhanceController, method: Method, files: list[Path], qtbot: QtBot
) -> None:
    controller.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    controller.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    controller.choose_model("dusk")
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    controller.step(-1)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert method.models == ["night", "night", "dusk", "dusk"]


def test_leaving_a_photo_stops_its_work_and_nothing_late_is_shown(
    controller: EnhanceController, method: Method, files: list[Path], qtbot: QtBot
) -> None:
    method.gate.clear()
    controller.open(files)
    qtbot.waitUntil(lambda: controller.doing.activity is Activity.ENHANCING)
    controller.step(1)
    qtbot.waitUntil(lambda: controller.shown.name == "b.png")
    method.gate.set()
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    assert controller.shown.enhanced is not None
    assert controller.shown.enhanced.layers.finished.max() == 245


@pytest.fixture
def previews(controller: EnhanceController, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The shades of the previews that were shown; 0 for each time that they went."""
    monkeypatch.setattr(enhance_controller, "PREVIEW_FROM", 24)
    shades: list[int] = []
    controller.preview_shown.connect(
        lambda preview: shades.append(int(preview.finished.levels[0].max()))
    )
    controller.result_dropped.connect(lambda: shades.append(0))
    return shades


def test_a_preview_comes_first_and_cannot_be_saved(
    controller: EnhanceController,
    method: Method,
    files: list[Path],
    previews: list[int],
    qtbot: QtBot,
) -> None:
    method.gate.clear()
    fresh: list[bool] = []
    controller.result_shown.connect(lambda _result, is_fresh: fresh.append(is_fresh))
    controller.open(files)
    qtbot.waitUntil(lambda: controller.doing.activity is Activity.ENHANCING)
    assert previews == [128]
    assert controller.shown.enhanced is None
    method.gate.set()
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert previews == [128]
    assert fresh == [False], "what was drawn in as a preview is not drawn in again"


def test_a_preview_goes_with_the_work_that_was_cancelled(
    controller: EnhanceController,
    method: Method,
    files: list[Path],
    previews: list[int],
    qtbot: QtBot,
) -> None:
    method.gate.clear()
    controller.open(files)
    qtbot.waitUntil(lambda: controller.doing.activity is Activity.ENHANCING)
    controller.cancel()
    assert previews == [128, 0]
    assert controller.can_enhance


def test_broken_list_leaves_the_old_one_standing(
    controller: EnhanceController, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    controller.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    with qtbot.waitSignal(controller.told):
        controller.open([tmp_path / "missing.jpg"])
    assert controller.photos.position == "1 of 3"
    assert is_done(controller, "a.png")


def test_broken_photo_in_the_list_is_left_out(
    controller: EnhanceController, files: list[Path], qtbot: QtBot
) -> None:
    files[1].write_bytes(b"")
    controller.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    with qtbot.waitSignal(controller.told):
        controller.step(1)
    assert controller.photos.position == "1 of 2"
    controller.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "c.png"))


def test_cancel_while_opening_stays_with_the_shown_photo(
    controller: EnhanceController, method: Method, files: list[Path], qtbot: QtBot
) -> None:
    controller.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    controller.step(2)
    controller.cancel()
    assert controller.photos.position == "1 of 3"
    assert is_done(controller, "a.png")


def test_cancelled_work_can_be_taken_up_again(
    controller: EnhanceController, method: Method, files: list[Path], qtbot: QtBot
) -> None:
    method.gate.clear()
    controller.open(files[:1])
    qtbot.waitUntil(lambda: controller.doing.activity is Activity.ENHANCING)
    assert not controller.can_enhance
    controller.cancel()
    assert controller.doing.activity is Activity.IDLE
    assert controller.can_enhance
    method.gate.set()
    controller.enhance()
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))


def test_the_method_is_told_where_the_user_looks_before_and_meanwhile(
    qtbot: QtBot, files: list[Path]
) -> None:
    runner, watched = JobRunner(), Watched()
    controller = EnhanceController(runner, watched.make, lambda: DEVICES, Settings(model="night"))
    watched.gate.clear()
    controller.look_at(Region(0, 0, 4, 6))
    controller.open(files[:1])
    qtbot.waitUntil(lambda: bool(watched.views))
    controller.look_at(Region(2, 3, 4, 6))
    watched.gate.set()
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    runner.shutdown()
    assert watched.views == [Region(0, 0, 4, 6), Region(2, 3, 4, 6)]


def test_another_device_computes_the_shown_photograph_anew(
    controller: EnhanceController, method: Method, files: list[Path], qtbot: QtBot
) -> None:
    named: list[str] = []
    controller.device_named.connect(named.append)
    controller.open(files[:1])
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert named == ["A large card"]
    assert method.devices[-1] == "auto"
    controller.choose_device("cuda:1")
    assert controller.shown.enhanced is None
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert named == ["A large card", "A small card"]
    assert method.devices[-1] == "cuda:1"


def test_a_device_that_is_gone_is_not_insisted_on(
    method: Method, files: list[Path], qtbot: QtBot
) -> None:
    runner = JobRunner()
    settings = Settings(model="night", device="cuda:7")
    controller = EnhanceController(runner, method.make, lambda: DEVICES, settings)
    controller.open(files[:1])
    try:
        qtbot.waitUntil(lambda: is_done(controller, "a.png"))
        assert controller.device == "auto"
        assert method.devices[-1] == "auto"
    finally:
        runner.shutdown()


BRIGHTER, WARMER = Choice(Controls(exposure=0.5)), Choice(Controls(warmth=0.3), strength=0.6)


def test_every_photograph_keeps_its_choice_and_a_new_one_begins_neutral(
    controller: EnhanceController, files: list[Path], qtbot: QtBot
) -> None:
    told: list[Choice] = []
    controller.choice_shown.connect(told.append)
    controller.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    controller.choose(BRIGHTER)
    controller.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    assert controller.choice == Choice()
    controller.choose(WARMER)
    controller.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "c.png"))
    assert controller.choice == Choice(), "also of how much of it was wanted"
    controller.step(-1)
    assert controller.choice == WARMER
    controller.step(-1)
    assert controller.choice == BRIGHTER
    assert told == [Choice(), Choice(), Choice(), WARMER, BRIGHTER]


def test_the_choice_stays_with_another_model(
    controller: EnhanceController, files: list[Path], qtbot: QtBot
) -> None:
    controller.open(files[:1])
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    controller.choose(BRIGHTER)
    controller.choose_model("dusk")
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert controller.choice == BRIGHTER


def test_choosing_runs_nothing_again(
    controller: EnhanceController, method: Method, files: list[Path], qtbot: QtBot
) -> None:
    controller.open(files[:1])
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    before = controller.shown.enhanced
    controller.choose(BRIGHTER)
    assert is_done(controller, "a.png")
    assert controller.shown.enhanced is before
    assert method.models == ["night"]


def test_what_is_saved_was_chosen_when_it_was_asked_for(
    controller: EnhanceController, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    controller.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    enhanced = controller.shown.enhanced
    assert enhanced is not None
    controller.choose(Choice(Controls(exposure=-1.0)))
    # The weights have to be there for what is told of them.
    controller.shown.enhanced = replace(enhanced, model="lowlight")
    with qtbot.waitSignal(controller.told) as told:
        controller.save(SaveRequest(tmp_path / "out.png", "png", 92, overwrite=False))
        controller.choose(Choice(Controls(exposure=2.0)))
    assert told.args is not None
    assert told.args[0].kind is MessageKind.DONE
    expected = developed(enhanced.layers, Choice(Controls(exposure=-1.0)), lambda _share: None)
    assert np.array_equal(read_photo(tmp_path / "out.png").pixels, expected)


def test_a_photograph_that_is_not_as_it_should_be_comes_with_a_word(
    controller: EnhanceController, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "cut.jpg"
    write_photo(Photo(np.full((16, 16, 3), 90, np.uint8)), path)
    path.write_bytes(path.read_bytes()[:-2])
    with qtbot.waitSignal(controller.told) as told:
        controller.open([path])
    assert told.args is not None
    assert told.args[0].kind is MessageKind.NOTE
    assert "The end of the file is missing" in told.args[0].sentence
    qtbot.waitUntil(lambda: is_done(controller, "cut.jpg"))
