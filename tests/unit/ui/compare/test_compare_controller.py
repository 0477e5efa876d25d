"""What is computed when on the Compare page: a real runner, real files, real methods."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.inference.tile_observer import NOBODY, TileObserver
from mirnet_gui.jobs.difference_view import DifferenceKind
from mirnet_gui.jobs.photo_jobs import enhanced_by
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import parse_method, parse_methods
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback, silent
from mirnet_gui.settings import Settings
from mirnet_gui.tone.layers import Layers
from mirnet_gui.ui.compare.compare_controller import CompareController
from mirnet_gui.ui.compare.compare_state import INPUT, Difference
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.preferences import Preferences

PATIENCE = 120_000
"""Milliseconds after which something is not slow but broken."""


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, list[str]]]:
    """A gate before MIRNet, which inverts here, and the devices that it was computed on."""
    gate, devices = threading.Event(), list[str]()
    gate.set()

    def layers(
        method: MirnetMethod,
        pixels: Pixels,
        _progress: ProgressCallback,
        cancel: CancelToken,
        _observer: TileObserver = NOBODY,
    ) -> Layers:
        devices.append(method.device)
        while not gate.wait(0.005):
            cancel.raise_if_cancelled()
        return Layers(pixels, 255 - pixels, 255 - pixels)

    monkeypatch.setattr(MirnetMethod, "layers", layers)
    monkeypatch.setattr(MirnetMethod, "prepare", lambda _method: None)
    monkeypatch.setattr(MirnetMethod, "scale", 1)
    yield gate, devices
    gate.set()


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


@pytest.fixture
def model(runner: JobRunner, tmp_path: Path) -> Iterator[Model]:
    preferences = Preferences(Settings(), tmp_path / "settings.toml")
    made = Model.over(runner, preferences, (), lambda: ())
    yield made
    made.stop()


@pytest.fixture
def controller(
    runner: JobRunner, model: Model, tmp_path: Path, network: object
) -> CompareController:
    methods = parse_methods("gamma,he,mirnet")
    return CompareController(runner, model, methods, tmp_path / "rankings.csv")


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "night.png"
    rng = np.random.default_rng(1)
    write_photo(Photo(rng.integers(0, 80, (40, 60, 3), dtype=np.uint8)), path, format="png")
    return path


def open_it(model: Model, path: Path, qtbot: QtBot) -> None:
    model.photographs.open([path])
    qtbot.waitUntil(lambda: model.photographs.current is not None, timeout=PATIENCE)


def is_through(controller: CompareController) -> bool:
    return controller.status == "3 of 3 done" and controller.doing.activity is Activity.IDLE


@pytest.fixture
def compared(controller: CompareController, model: Model, photograph: Path, qtbot: QtBot) -> None:
    """The photograph is open, and all methods were computed on it."""
    open_it(model, photograph, qtbot)
    controller.set_active(True)
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)


def test_nothing_is_computed_until_the_page_is_looked_at(
    controller: CompareController, model: Model, photograph: Path, qtbot: QtBot
) -> None:
    open_it(model, photograph, qtbot)
    assert controller.doing.activity is Activity.IDLE
    assert controller.views() == [], "nor is it drawn for a page that nobody sees"
    controller.set_active(True)
    assert [bool(pane.pending) for pane in controller.views()] == [True] * 4
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)
    labels = [pane.label for pane in controller.views()]
    assert labels == ["Photograph", "Gamma", "HE", "MIRNet lowlight"]
    assert all(pane.picture is not None and pane.lines for pane in controller.views())


def test_what_another_page_computed_is_not_computed_again(
    controller: CompareController,
    model: Model,
    network: tuple[threading.Event, list[str]],
    photograph: Path,
    qtbot: QtBot,
) -> None:
    open_it(model, photograph, qtbot)
    opened = model.photographs.current
    assert opened is not None
    known = enhanced_by(parse_method("mirnet"), opened.photo, silent, CancelToken())
    model.results.put(opened, known)
    controller.set_active(True)
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)
    assert controller.views()[3].picture is known.finished
    controller.methods.replace(2, parse_method("mirnet:exposure=0.5"))
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)
    brighter = controller.compared("mirnet:exposure=0.5")
    assert brighter is not None
    assert brighter.pixels is not None
    assert brighter.pixels.mean() > known.layers.finished.mean()
    assert network[1] == ["auto"], "a choice is developed, and needs no network"


@pytest.mark.usefixtures("compared")
def test_another_device_computes_those_that_know_devices(
    controller: CompareController,
    model: Model,
    network: tuple[threading.Event, list[str]],
    photograph: Path,
    qtbot: QtBot,
) -> None:
    before = {pane.key: pane.picture for pane in controller.views()}
    model.preferences.change(device="cpu")
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)
    after = {pane.key: pane.picture for pane in controller.views()}
    assert network[1] == ["auto", "cpu"]
    assert [key for key in after if after[key] is not before[key]] == ["mirnet"]


@pytest.mark.usefixtures("compared")
def test_a_method_that_comes_back_is_still_known_while_there_is_memory(
    controller: CompareController, model: Model, photograph: Path, qtbot: QtBot
) -> None:
    first = controller.views()[1].picture
    controller.methods.replace(0, parse_method("gamma:gamma=0.5"))
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)
    controller.methods.replace(0, parse_method("gamma"))
    assert controller.views()[1].picture is first, "at once"
    model.results.forget(photograph)
    controller.methods.replace(0, parse_method("gamma:gamma=0.7"))
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)
    assert controller.compared("gamma") is None, "its pixels are held by nobody any more"


def test_what_was_stopped_says_so_and_comes_when_asked_for(
    controller: CompareController,
    model: Model,
    network: tuple[threading.Event, list[str]],
    photograph: Path,
    qtbot: QtBot,
) -> None:
    gate, devices = network
    gate.clear()
    open_it(model, photograph, qtbot)
    controller.set_active(True)
    qtbot.waitUntil(lambda: bool(devices), timeout=PATIENCE)
    controller.cancel()
    assert controller.views()[3].pending == "Stopped"
    assert controller.is_missing
    gate.set()
    controller.resume()
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)


@pytest.mark.usefixtures("compared")
def test_a_reference_of_another_size_is_refused_and_the_old_one_stays(
    controller: CompareController, model: Model, photograph: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[Message] = []
    controller.message.connect(told.append)
    for name, height in (("truth.png", 40), ("small.png", 20)):
        write_photo(Photo(np.full((height, 60, 3), 90, np.uint8)), tmp_path / name, format="png")
    with qtbot.waitSignal(controller.reference_read, timeout=PATIENCE):
        controller.open_reference(tmp_path / "truth.png")
    qtbot.waitUntil(lambda: "PSNR" in controller.views()[1].lines[0], timeout=PATIENCE)
    controller.open_reference(tmp_path / "small.png")
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert "small.png" in told[0].sentence
    assert controller.views()[-1].label == "Reference"


@pytest.mark.usefixtures("compared")
def test_differences_stand_in_place_of_pictures_but_for_their_base(
    controller: CompareController, model: Model, photograph: Path, qtbot: QtBot
) -> None:
    plain = [pane.picture for pane in controller.views()]
    controller.set_difference(Difference(DifferenceKind.LUMINANCE, INPUT))
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)
    drawn = [pane.picture for pane in controller.views()]
    assert [a is b for a, b in zip(plain, drawn, strict=True)] == [True, False, False, False]
    controller.set_difference(None)
    assert [pane.picture for pane in controller.views()] == plain


@pytest.fixture
def held(
    controller: CompareController,
    model: Model,
    photograph: Path,
    network: tuple[threading.Event, list[str]],
    qtbot: QtBot,
) -> Iterator[threading.Event]:
    """The gate that MIRNet waits at, which is computed for the photograph."""
    gate, devices = network
    gate.clear()
    open_it(model, photograph, qtbot)
    controller.set_active(True)
    qtbot.waitUntil(lambda: bool(devices), timeout=PATIENCE)
    yield gate
    gate.set()


def test_what_is_computed_makes_way_for_another_photograph(
    controller: CompareController,
    model: Model,
    photograph: Path,
    held: threading.Event,
    qtbot: QtBot,
) -> None:
    other = photograph.with_name("other.png")
    shutil.copy(photograph, other)
    model.photographs.open([other])
    qtbot.waitUntil(lambda: model.photographs.name == "other.png", timeout=PATIENCE)
    assert not held.is_set(), "it did not wait for the network"
    held.set()
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)


def test_it_goes_on_where_the_other_one_cannot_be_opened(
    controller: CompareController,
    model: Model,
    photograph: Path,
    held: threading.Event,
    qtbot: QtBot,
) -> None:
    broken = photograph.with_name("broken.png")
    broken.write_bytes(b"no photograph")
    with qtbot.waitSignal(model.photographs.stayed, timeout=PATIENCE):
        model.photographs.open([broken])
    held.set()
    qtbot.waitUntil(lambda: is_through(controller), timeout=PATIENCE)
