"""Which job follows which: with a real runner, real files and a method that waits for us."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.inference.tile_observer import NOBODY, Region, TileObserver
from mirnet_gui.jobs.chosen_results import SaveRequest
from mirnet_gui.jobs.photo_jobs import enhanced_by
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import create_method, parse_method, text_of
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, ProgressCallback, silent
from mirnet_gui.settings import Settings
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.development import developed
from mirnet_gui.tone.layers import Choice, Layers
from mirnet_gui.ui.enhance import enhancing
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.preferences import Preferences

BRIGHTER = Choice(Controls(exposure=0.5))
DEVICES = (("cuda:0", "A large card"), ("cuda:1", "A small card"), ("cpu", "A processor"))


class Network:
    """Stands in for the passes of MIRNet: inverts, once its gate is open, and notes what it does.

    Its fast pass makes all grey, at once.
    """

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.models: list[str] = []
        self.devices: list[str] = []
        self.views: list[Region | None] = []

    def layers(
        self, method: MirnetMethod, pixels: Pixels, cancel: CancelToken, observer: TileObserver
    ) -> Layers:
        if method.speed == "fast":
            grey = np.full_like(pixels, 128)
            return Layers(pixels, grey, grey)
        self.models.append(method.model)
        self.devices.append(method.device)
        self.views.append(observer.view())
        while not self.gate.wait(0.005):
            cancel.raise_if_cancelled()
        self.views.append(observer.view())
        result = 255 - pixels
        return Layers(pixels, result, result)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    made = Network()

    def layers(
        method: MirnetMethod,
        pixels: Pixels,
        _progress: ProgressCallback,
        cancel: CancelToken,
        observer: TileObserver = NOBODY,
    ) -> Layers:
        return made.layers(method, pixels, cancel, observer)

    monkeypatch.setattr(MirnetMethod, "layers", layers)
    monkeypatch.setattr(MirnetMethod, "prepare", lambda _method: None)
    monkeypatch.setattr(MirnetMethod, "scale", 1)
    monkeypatch.setattr(MirnetMethod, "has_light", True)
    yield made
    made.gate.set()


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.shutdown()


def model_of(runner: JobRunner, settings: Settings, folder: Path) -> Model:
    preferences = Preferences(settings, folder / "settings.toml")
    return Model.over(runner, preferences, (), lambda: DEVICES)


@pytest.fixture
def model(runner: JobRunner, network: Network, tmp_path: Path) -> Iterator[Model]:
    made = model_of(runner, Settings(model="night"), tmp_path)
    yield made
    made.stop()


@pytest.fixture
def controller(runner: JobRunner, model: Model) -> EnhanceController:
    return EnhanceController(runner, model)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.png" for name in "abc"]
    for shade, path in enumerate(paths):
        write_photo(Photo(np.full((4, 6, 3), 10 * shade, np.uint8)), path, format="png")
    return paths


def is_done(controller: EnhanceController, name: str) -> bool:
    idle = controller.doing.activity is Activity.IDLE
    shown = controller.current
    return idle and shown.enhanced is not None and shown.opened.photo.path.name == name


@pytest.fixture
def first_done(
    controller: EnhanceController, model: Model, files: list[Path], qtbot: QtBot
) -> None:
    """All files are open, and the first has its result."""
    model.photographs.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))


@pytest.fixture
def alone_done(
    controller: EnhanceController, model: Model, files: list[Path], qtbot: QtBot
) -> None:
    """One is open and has its result; there is no next one."""
    model.photographs.open(files[:1])
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))


@pytest.fixture
def held(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    """All files are open, and the first is being enhanced until the gate of the network opens."""
    network.gate.clear()
    model.photographs.open(files)
    qtbot.waitUntil(lambda: controller.doing.activity is Activity.ENHANCING)


def test_going_back_costs_nothing(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    model.photographs.open(files[:2])
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    model.photographs.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    model.photographs.step(-1)
    assert is_done(controller, "a.png")
    assert network.models == ["night", "night"]


def test_another_model_runs_at_once_and_makes_old_results_stale(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    model.photographs.open(files[:2])
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    model.photographs.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    model.preferences.change(model="dusk")
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    model.photographs.step(-1)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert network.models == ["night", "night", "dusk", "dusk"]


@pytest.mark.usefixtures("held")
def test_leaving_a_photo_stops_its_work_and_nothing_late_is_shown(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    model.photographs.step(1)
    qtbot.waitUntil(lambda: model.photographs.name == "b.png")
    network.gate.set()
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    assert controller.current.enhanced is not None
    assert controller.current.enhanced.layers.finished.max() == 245


@pytest.fixture
def previews(controller: EnhanceController, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The shades of the previews that were shown; 0 for each time that they went."""
    monkeypatch.setattr(enhancing, "PREVIEW_FROM", 24)
    shades: list[int] = []
    controller.preview_shown.connect(
        lambda preview: shades.append(int(preview.finished.levels[0].max()))
    )
    controller.result_dropped.connect(lambda: shades.append(0))
    return shades


def is_computed(model: Model, path: Path) -> bool:
    """Whether its result is there, whoever looks at it."""
    opened = model.photographs.in_memory(path)
    method = create_method("mirnet", model="night")
    return opened is not None and model.results.get(opened, method) is not None


@pytest.mark.usefixtures("first_done")
def test_the_next_one_is_there_at_once(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: is_computed(model, files[1]))
    assert controller.saving.unsaved == ["a.png"], "nobody has seen the other one"
    network.gate.clear()
    model.photographs.step(1)
    assert is_done(controller, "b.png"), "at once"
    assert network.models == ["night", "night"]


@pytest.mark.usefixtures("first_done")
def test_who_goes_to_the_next_one_too_early_waits_for_the_rest_only(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: is_computed(model, files[1]))
    network.gate.clear()
    model.photographs.step(1)
    qtbot.waitUntil(lambda: len(network.models) == 3)
    assert controller.doing.activity is Activity.IDLE, "nobody waits for it"
    model.photographs.step(1)
    assert controller.doing.activity is Activity.ENHANCING
    network.gate.set()
    qtbot.waitUntil(lambda: is_done(controller, "c.png"))
    assert network.models == ["night"] * 3


@pytest.mark.usefixtures("first_done")
def test_who_goes_elsewhere_does_not_wait_for_the_next_one(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: is_computed(model, files[1]))
    model.photographs.step(1)
    network.gate.clear()
    qtbot.waitUntil(lambda: len(network.models) == 3)
    model.photographs.remove([files[2]])
    model.photographs.step(-1)
    assert is_done(controller, "a.png")
    model.preferences.change(model="dusk")
    qtbot.waitUntil(lambda: network.models[-1] == "dusk")
    network.gate.set()
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert not is_computed(model, files[2]), "it was given up"


@pytest.mark.usefixtures("previews", "held")
def test_a_preview_comes_first_and_cannot_be_saved(
    controller: EnhanceController,
    model: Model,
    network: Network,
    files: list[Path],
    previews: list[int],
    qtbot: QtBot,
) -> None:
    fresh: list[bool] = []
    controller.result_shown.connect(lambda _result, is_fresh: fresh.append(is_fresh))
    assert previews == [128]
    assert controller.current.enhanced is None
    network.gate.set()
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert previews == [128]
    assert fresh == [False], "what was drawn in as a preview is not drawn in again"


@pytest.mark.usefixtures("previews", "held")
def test_the_light_of_what_is_cancelled_is_kept_and_can_be_finished(
    controller: EnhanceController,
    model: Model,
    network: Network,
    previews: list[int],
    qtbot: QtBot,
) -> None:
    told: list[Message] = []
    withdrawn: list[Message] = []
    controller.message.connect(told.append)
    controller.withdrawn.connect(withdrawn.append)
    controller.choose(BRIGHTER)
    controller.cancel()
    kept = controller.current.enhanced
    assert kept is not None
    assert not kept.is_preview
    assert kept.layers.finished.max() == 128
    assert previews == [128], "it stays where it is"
    assert text_of(model.recipes.method) == "mirnet:model=night:speed=fast:exposure=0.5"
    assert not controller.can_enhance
    assert [each.text for each in told[-1].answers] == ["Finish it"]
    network.gate.set()
    told[-1].answers[0].do()
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert withdrawn == told[-1:]
    assert controller.current.enhanced.layers.finished.max() == 255
    assert controller.choice == BRIGHTER
    model.recipes.undo()
    assert controller.current.enhanced is kept, "both are kept"


@pytest.mark.usefixtures("held")
def test_what_was_cut_short_is_finished_as_well_as_it_was_wanted(
    controller: EnhanceController, model: Model, previews: list[int], qtbot: QtBot
) -> None:
    model.recipes.use(parse_method("mirnet:model=night:speed=best"))
    qtbot.waitUntil(lambda: bool(previews))
    controller.cancel()
    assert text_of(model.recipes.method) == "mirnet:model=night:speed=fast"
    controller.finish()
    assert text_of(model.recipes.method) == "mirnet:model=night:speed=best"


@pytest.mark.usefixtures("held")
def test_what_is_cancelled_before_there_is_light_leaves_nothing(
    controller: EnhanceController, model: Model
) -> None:
    controller.cancel()
    assert controller.can_enhance
    assert controller.current.enhanced is None
    assert not model.recipes.undoable


@pytest.mark.usefixtures("alone_done")
def test_any_method_of_the_registry_makes_a_result(
    controller: EnhanceController, model: Model, network: Network, tmp_path: Path, qtbot: QtBot
) -> None:
    for text in ("gamma:gamma=0.5", "levels:mix=0.5", "enlarge:kernel=lanczos", "gamma+bilateral"):
        model.recipes.use(parse_method(text))
        qtbot.waitUntil(lambda: is_done(controller, "a.png"))
        assert text_of(controller.current.enhanced.method) == text.removesuffix(":mix=0.5")
        path = tmp_path / "out.png"
        with qtbot.waitSignal(controller.message):
            request = SaveRequest(path, Encoding("png"), overwrite=True)
            controller.saving.save(controller.current, request)
        expected = parse_method(text).apply(
            controller.current.opened.photo.pixels, silent, CancelToken()
        )
        assert np.array_equal(read_photo(path).pixels, expected), text
        assert controller.saving.unsaved == []
    model.recipes.undo()
    assert text_of(controller.current.enhanced.method).startswith("enlarge"), "it is known"
    for _ in range(3):
        model.recipes.undo()
    assert is_done(controller, "a.png")
    assert network.models == ["night"], "nothing is computed twice"


@pytest.mark.usefixtures("alone_done")
def test_what_a_method_made_stands_until_it_comes_by_other_parameters(
    controller: EnhanceController, model: Model, qtbot: QtBot
) -> None:
    model.recipes.use(create_method("gamma"))
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    dropped: list[bool] = []
    controller.result_dropped.connect(lambda: dropped.append(True))
    before = controller.current.enhanced
    model.recipes.change(create_method("gamma", gamma=0.8))
    assert controller.current.enhanced is None, "what is not there yet cannot be saved"
    assert controller.current.stand_in is before
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert not dropped
    model.recipes.change(create_method("gamma", gamma=0.8, mix=0.5))
    assert controller.current.enhanced is not None, "mixing takes no time"
    model.recipes.use(create_method("he"))
    assert dropped, "another method is another picture"


@pytest.mark.usefixtures("alone_done")
def test_a_method_chosen_from_another_page_waits_until_somebody_looks(
    controller: EnhanceController, model: Model, qtbot: QtBot
) -> None:
    controller.set_active(False)
    model.recipes.use(create_method("gamma"))
    assert controller.doing.activity is Activity.IDLE
    controller.set_active(True)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert text_of(controller.current.enhanced.method) == "gamma"


@pytest.mark.usefixtures("first_done")
def test_broken_list_leaves_the_old_one_standing(
    controller: EnhanceController, model: Model, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(model.photographs.message):
        model.photographs.open([tmp_path / "missing.jpg"])
    assert model.photographs.listed.position == "1 of 3"
    assert is_done(controller, "a.png")


def test_broken_photo_in_the_list_is_left_out(
    controller: EnhanceController, model: Model, files: list[Path], qtbot: QtBot
) -> None:
    files[1].write_bytes(b"")
    model.photographs.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    with qtbot.waitSignal(model.photographs.message):
        model.photographs.step(1)
    assert model.photographs.listed.position == "1 of 2"
    model.photographs.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "c.png"))


@pytest.mark.usefixtures("first_done")
def test_cancel_while_opening_stays_with_the_shown_photo(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    model.photographs.step(2)
    model.photographs.cancel()
    assert model.photographs.listed.position == "1 of 3"
    assert is_done(controller, "a.png")


@pytest.mark.usefixtures("held")
def test_cancelled_work_can_be_taken_up_again(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    assert not controller.can_enhance
    controller.cancel()
    assert controller.doing.activity is Activity.IDLE
    assert controller.can_enhance
    network.gate.set()
    controller.enhance()
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))


def test_the_method_is_told_where_the_user_looks_before_and_meanwhile(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    network.gate.clear()
    controller.look_at(Region(0, 0, 4, 6))
    model.photographs.open(files[:1])
    qtbot.waitUntil(lambda: bool(network.views))
    controller.look_at(Region(2, 3, 4, 6))
    network.gate.set()
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert network.views == [Region(0, 0, 4, 6), Region(2, 3, 4, 6)]


def test_another_device_computes_the_shown_photograph_anew(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    named: list[str] = []
    model.preferences.device_named.connect(named.append)
    model.photographs.open(files[:1])
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert named == ["A large card"]
    assert network.devices[-1] == "auto"
    model.preferences.change(device="cuda:1")
    assert controller.current.enhanced is None
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert named == ["A large card", "A small card"]
    assert network.devices[-1] == "cuda:1"


def test_a_device_that_is_gone_is_not_insisted_on(
    runner: JobRunner, network: Network, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    model = model_of(runner, Settings(model="night", device="cuda:7"), tmp_path)
    controller = EnhanceController(runner, model)
    model.photographs.open(files[:1])
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert model.preferences.device == "auto"
    assert network.devices[-1] == "auto"
    model.stop()


def test_another_page_that_computed_it_spares_the_work(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    """The Compare page, for example: there is one place for what methods made of a photograph."""
    controller.set_active(False)
    model.photographs.open(files[:1])
    qtbot.waitUntil(lambda: model.photographs.current is not None)
    opened = model.photographs.current
    assert opened is not None
    method = create_method("mirnet", model="night")
    known = enhanced_by(method, opened.photo, silent, CancelToken())
    model.results.put(opened, known)
    controller.set_active(True)
    assert controller.current.enhanced is known
    assert network.models == ["night"]
    assert controller.saving.unsaved == ["a.png"]


@pytest.mark.usefixtures("alone_done")
def test_going_back_to_a_model_costs_nothing(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    first = controller.current.enhanced
    model.preferences.change(model="dusk")
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    model.preferences.change(model="night")
    assert controller.current.enhanced is first
    assert network.models == ["night", "dusk"]


BRIGHTER, WARMER = Choice(Controls(exposure=0.5)), Choice(Controls(warmth=0.3), strength=0.6)


def test_every_photograph_keeps_its_choice_and_a_new_one_begins_neutral(
    controller: EnhanceController, model: Model, files: list[Path], qtbot: QtBot
) -> None:
    told: list[Choice] = []
    controller.choice_shown.connect(told.append)
    model.photographs.open(files)
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    controller.choose(BRIGHTER)
    model.photographs.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "b.png"))
    assert controller.choice == Choice()
    controller.choose(WARMER)
    model.photographs.step(1)
    qtbot.waitUntil(lambda: is_done(controller, "c.png"))
    assert controller.choice == Choice(), "also of how much of it was wanted"
    model.photographs.step(-1)
    assert controller.choice == WARMER
    model.photographs.step(-1)
    assert controller.choice == BRIGHTER
    neutral = Choice()
    assert told == [neutral, BRIGHTER, neutral, WARMER, neutral, WARMER, BRIGHTER]


@pytest.mark.usefixtures("first_done")
def test_the_choice_stays_with_another_model(
    controller: EnhanceController, model: Model, files: list[Path], qtbot: QtBot
) -> None:
    controller.choose(BRIGHTER)
    model.preferences.change(model="dusk")
    qtbot.waitUntil(lambda: is_done(controller, "a.png"))
    assert controller.choice == BRIGHTER


@pytest.mark.usefixtures("alone_done")
def test_choosing_runs_nothing_again(
    controller: EnhanceController, model: Model, network: Network, files: list[Path], qtbot: QtBot
) -> None:
    before = controller.current.enhanced
    controller.choose(BRIGHTER)
    assert is_done(controller, "a.png")
    assert controller.current.enhanced is before
    assert network.models == ["night"]


@pytest.mark.usefixtures("first_done")
def test_what_is_saved_was_chosen_when_it_was_asked_for(
    controller: EnhanceController, model: Model, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    enhanced = controller.current.enhanced
    assert enhanced is not None
    controller.choose(Choice(Controls(exposure=-1.0)))
    # The weights have to be there for what is told of them.
    controller.current.enhanced = replace(enhanced, method=create_method("mirnet"))
    with qtbot.waitSignal(controller.message) as told:
        controller.saving.save(
            controller.current, SaveRequest(tmp_path / "out.png", Encoding("png"), overwrite=False)
        )
        controller.choose(Choice(Controls(exposure=2.0)))
    assert told.args is not None
    assert told.args[0].kind is MessageKind.DONE
    expected = developed(enhanced.layers, Choice(Controls(exposure=-1.0)), lambda _share: None)
    assert np.array_equal(read_photo(tmp_path / "out.png").pixels, expected)


def test_a_photograph_that_is_not_as_it_should_be_comes_with_a_word(
    controller: EnhanceController, model: Model, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "cut.jpg"
    write_photo(Photo(np.full((16, 16, 3), 90, np.uint8)), path)
    path.write_bytes(path.read_bytes()[:-2])
    with qtbot.waitSignal(model.photographs.message) as told:
        model.photographs.open([path])
    assert told.args is not None
    assert told.args[0].kind is MessageKind.NOTE
    assert "The end of the file is missing" in told.args[0].sentence
    qtbot.waitUntil(lambda: is_done(controller, "cut.jpg"))
