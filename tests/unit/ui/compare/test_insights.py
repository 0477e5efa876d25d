"""What the network looks at on the Compare page: a real runner and the real weights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.compare.insight_views import InsightKey
from mirnet_gui.errors import WeightsError
from mirnet_gui.jobs import insight_job
from mirnet_gui.jobs.difference_view import DifferenceKind
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.methods.registry import parse_methods
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.settings import Settings
from mirnet_gui.ui.compare.compare_controller import CompareController
from mirnet_gui.ui.compare.compare_state import INPUT, Difference
from mirnet_gui.ui.compare.insight_words import words_of
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.viewer.pane import Pane

PATIENCE = 600_000
"""Milliseconds after which something is not slow but broken."""


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


class Page:
    """A controller with one photograph and ``methods``, as its page would use it."""

    def __init__(self, runner: JobRunner, model: Model, folder: Path, qtbot: QtBot) -> None:
        self._runner, self.model, self._folder, self._qtbot = runner, model, folder, qtbot

    def open(self, methods: str) -> None:
        self.controller = CompareController(
            self._runner, self.model, parse_methods(methods), self._folder / "rankings.csv"
        )
        self.open_photograph("night", 30)
        self.controller.set_active(True)
        self.until_idle()

    def open_photograph(self, name: str, most: int) -> None:
        path = self._folder / f"{name}.png"
        pixels = np.random.default_rng(1).integers(0, most, (40, 60, 3), dtype=np.uint8)
        write_photo(Photo(pixels), path, format="png")
        self.model.photographs.open([path])
        self.until(lambda: self.model.photographs.name == path.name)
        self.until_idle()

    def until(self, condition: object) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE)

    def until_idle(self) -> None:
        works = (self.model.photographs, *([self.controller] if self._has_controller else []))
        self.until(lambda: all(work.doing.activity is Activity.IDLE for work in works))

    @property
    def _has_controller(self) -> bool:
        return hasattr(self, "controller")

    def pane(self, key: str) -> Pane:
        return next(pane for pane in self.controller.views() if pane.key == key)


@pytest.fixture
def page(runner: JobRunner, model: Model, tmp_path: Path, qtbot: QtBot) -> Page:
    return Page(runner, model, tmp_path, qtbot)


def test_the_map_lies_over_the_result_of_its_network_alone(page: Page) -> None:
    page.open("gamma,mirnet")
    assert not page.controller.insights.state.is_on
    page.controller.insights.switch(on=True)
    assert page.controller.insights.state.reason == "Being worked out…"
    assert page.controller.doing.activity is Activity.OBSERVING
    page.until_idle()
    state = page.controller.insights.state
    assert (state.whose, state.reason) == ("MIRNet lowlight", "")
    assert state.chosen.view.key == InsightKey("light")
    shown = page.pane("mirnet")
    assert shown.label == "MIRNet lowlight · Light's map"
    assert shown.below is state.chosen.picture
    assert shown.opacity == pytest.approx(0.4)
    for key in (INPUT, "gamma"):
        assert page.pane(key).below is None
    page.controller.insights.set_opacity(0.25)
    assert page.pane("mirnet").opacity == pytest.approx(0.75)
    page.controller.insights.switch(on=False)
    assert page.pane("mirnet").below is None
    assert page.pane("mirnet").label == "MIRNet lowlight"


def test_parts_of_the_network_go_by_plain_words(page: Page) -> None:
    page.open("mirnet")
    page.controller.insights.switch(on=True)
    page.until_idle()
    offered = page.controller.insights.state.offered
    words = [words_of(each, offered) for each in offered]
    assert words[:2] == ["Light's map", "Light pass: early, fine detail"]
    assert words[-1] == "Detail pass: late, broad areas"
    assert len(set(words)) == len(words) == 16
    page.controller.insights.choose(InsightKey("detail", "late", "broad"))
    assert page.pane("mirnet").label.endswith("Detail pass: late, broad areas")
    chosen = page.controller.insights.state.chosen
    assert chosen.view.place.name == "RRG 1, MRB 2, DAU column 1, stream 3"
    assert sum(chosen.view.fusion.means) == pytest.approx(1.0)


def test_it_is_worked_out_once_for_a_photograph_and_weights(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[str] = []
    real = insight_job.insight_into

    def counted(method: object, *rest: object) -> object:
        worked_out.append(method.model)
        return real(method, *rest)

    monkeypatch.setattr(insight_job, "insight_into", counted)
    page.open("mirnet,mirnet:exposure=0.5,mirnet:model=denoise")
    page.controller.insights.switch(on=True)
    page.until_idle()
    page.controller.insights.switch(on=False)
    page.controller.insights.switch(on=True)
    page.controller.insights.select("mirnet:exposure=0.5")
    page.until_idle()
    assert worked_out == ["lowlight"]
    assert page.pane("mirnet:exposure=0.5").below is not None
    assert page.pane("mirnet").below is None
    page.controller.insights.select("mirnet:model=denoise")
    page.until_idle()
    assert worked_out == ["lowlight", "denoise"]
    offered = page.controller.insights.state.offered
    assert words_of(offered[0], offered) == "Early, fine detail"
    page.open_photograph("another", 60)
    page.until_idle()
    assert worked_out == ["lowlight", "denoise", "lowlight"]


def test_other_networks_say_that_they_do_not_tell(page: Page, tmp_path: Path) -> None:
    (tmp_path / "own.onnx").write_bytes(b"x")
    page.open(f"gamma,onnx:{tmp_path / 'own.onnx'}")
    page.controller.insights.switch(on=True)
    page.until_idle()
    assert page.controller.insights.state.reason.startswith("None of the methods is a MIRNet.")
    page.controller.insights.select(f"onnx:{tmp_path / 'own.onnx'}")
    assert page.controller.insights.state.reason.startswith("own.onnx does not tell")
    assert page.controller.insights.state.chosen is None


def test_a_failure_is_told_once_and_tried_again_when_asked_for(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open("mirnet")
    told: list[str] = []
    page.controller.message.connect(lambda message: told.append(message.sentence))
    real = insight_job.insight_into

    def fail(*_: object) -> None:
        raise WeightsError("lowlight.safetensors is damaged.")

    monkeypatch.setattr(insight_job, "insight_into", fail)
    page.controller.insights.switch(on=True)
    page.until_idle()
    page.controller.insights.select("mirnet")
    page.until_idle()
    assert page.controller.insights.state.reason == "lowlight.safetensors is damaged."
    assert told == ["lowlight.safetensors is damaged."]
    assert page.pane("mirnet").picture is not None
    monkeypatch.setattr(insight_job, "insight_into", real)
    page.controller.resume()
    page.until_idle()
    assert page.controller.insights.state.chosen is not None


def test_what_was_stopped_is_said_to_be_so(page: Page) -> None:
    page.open("mirnet")
    page.controller.insights.switch(on=True)
    page.controller.cancel()
    page.until_idle()
    assert page.controller.insights.state.reason == "Stopped"
    page.controller.insights.switch(on=True)
    page.until_idle()
    assert page.controller.insights.state.chosen is not None


def test_differences_and_blind_tests_end_it(page: Page) -> None:
    page.open("mirnet,mirnet:speed=fast")
    page.controller.insights.switch(on=True)
    page.until_idle()
    page.controller.set_difference(Difference(DifferenceKind.LUMINANCE))
    assert not page.controller.insights.is_on
    page.controller.insights.switch(on=True)
    page.until_idle()
    page.controller.begin_blind()
    assert not page.controller.insights.is_on
    assert all(pane.below is None for pane in page.controller.views())
