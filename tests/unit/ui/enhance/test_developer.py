"""What is seen follows what is chosen, through a real runner that a test can hold up."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.developing import DevelopedShot, Shot
from mirnet_gui.jobs.events import JobStarted
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.progress import CancelToken, ProgressCallback
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.enhance.developer import Developer
from tests.unit.ui.enhance.photographs import enhanced_of, noisy_photo

WHOLE = Shot(Region(0, 0, 30, 40), 0)


class Darkroom:
    """A developer with all that it emitted; its thread waits while the gate is closed."""

    def __init__(self) -> None:
        self.runner = JobRunner()
        self.developer = Developer(self.runner)
        self.developer.look_at(WHOLE)
        self.seen: list[DevelopedShot | None] = []
        self.developer.developed.connect(self.seen.append)
        self.gate = threading.Event()
        self.jobs = 0
        self.runner.started.connect(self._on_started)

    def close_gate(self) -> None:
        self.gate.clear()
        self.runner.submit(self._wait)

    def _wait(self, _progress: ProgressCallback, _cancel: CancelToken) -> None:
        self.gate.wait()

    def _on_started(self, _event: JobStarted) -> None:
        self.jobs += 1

    @property
    def choices(self) -> list[Choice | None]:
        return [shot and shot.choice for shot in self.seen]


@pytest.fixture
def darkroom(qtbot: QtBot) -> Iterator[Darkroom]:
    made = Darkroom()
    yield made
    made.gate.set()
    made.runner.shutdown()


def brighter(stops: float) -> Choice:
    return Choice(Controls(exposure=stops))


def settle(darkroom: Darkroom, qtbot: QtBot) -> None:
    darkroom.gate.set()
    qtbot.waitUntil(lambda: not darkroom.runner.is_busy and not darkroom.developer.is_busy)


def test_what_is_chosen_is_seen(darkroom: Darkroom, qtbot: QtBot) -> None:
    enhanced = enhanced_of(noisy_photo(30, 40))
    darkroom.developer.take(enhanced)
    assert darkroom.seen == [None], "a neutral choice is seen as it is, at once"
    darkroom.developer.choose(brighter(1.0))
    settle(darkroom, qtbot)
    shot = darkroom.seen[-1]
    assert shot is not None
    assert shot.part.mean() > enhanced.layers.finished.mean() + 20
    assert shot.part.shape == (30, 40, 3)


def test_the_newest_wish_wins_and_those_between_cost_nothing(
    darkroom: Darkroom, qtbot: QtBot
) -> None:
    darkroom.developer.take(enhanced_of(noisy_photo(30, 40)))
    darkroom.close_gate()
    for step in range(1, 21):
        darkroom.developer.choose(brighter(step / 10))
    settle(darkroom, qtbot)
    assert darkroom.choices == [None, brighter(0.1), brighter(2.0)]
    assert darkroom.jobs == 3, "the one that waited at the gate, the first wish, the last"


def test_nothing_is_shown_of_a_result_that_was_dropped(darkroom: Darkroom, qtbot: QtBot) -> None:
    darkroom.developer.take(enhanced_of(noisy_photo(30, 40)))
    darkroom.close_gate()
    darkroom.developer.choose(brighter(1.0))
    darkroom.developer.choose(brighter(2.0))
    darkroom.developer.drop()
    settle(darkroom, qtbot)
    assert darkroom.seen == [None]


def test_nothing_is_shown_of_the_photograph_before(darkroom: Darkroom, qtbot: QtBot) -> None:
    developer = darkroom.developer
    developer.take(enhanced_of(noisy_photo(30, 40)))
    darkroom.close_gate()
    developer.choose(brighter(1.0))
    developer.drop()
    developer.look_at(Shot(Region(0, 0, 50, 20), 0))
    developer.take(enhanced_of(noisy_photo(50, 20)))
    settle(darkroom, qtbot)
    shots = [shot for shot in darkroom.seen if shot is not None]
    assert [shot.whole.shape for shot in shots] == [(50, 20, 3)]


def test_a_preview_is_not_shown_once_the_result_stands(darkroom: Darkroom, qtbot: QtBot) -> None:
    developer, photo = darkroom.developer, noisy_photo(30, 40)
    developer.take(enhanced_of(photo, is_preview=True))
    darkroom.close_gate()
    developer.choose(brighter(1.0))
    darker = enhanced_of(noisy_photo(30, 40))
    darker.finished.levels[0][:] = 0
    developer.take(darker)
    settle(darkroom, qtbot)
    shots = [shot for shot in darkroom.seen if shot is not None]
    assert [int(shot.part.max()) for shot in shots] == [0]


def test_back_to_neutral_is_at_once_and_final(darkroom: Darkroom, qtbot: QtBot) -> None:
    darkroom.developer.take(enhanced_of(noisy_photo(30, 40)))
    darkroom.close_gate()
    darkroom.developer.choose(brighter(1.0))
    darkroom.developer.choose(Choice())
    assert darkroom.seen == [None, None], "nobody waits for the work that is not wanted any more"
    settle(darkroom, qtbot)
    assert darkroom.seen == [None, None]


def test_another_part_is_developed_when_it_is_looked_at(darkroom: Darkroom, qtbot: QtBot) -> None:
    developer = darkroom.developer
    developer.take(enhanced_of(noisy_photo(300, 400)))
    developer.look_at(Shot(Region(0, 0, 20, 30), 0))
    assert darkroom.seen == [None], "without a choice there is nothing to do"
    developer.choose(brighter(1.0))
    developer.look_at(Shot(Region(100, 200, 120, 230), 0))
    settle(darkroom, qtbot)
    shot = darkroom.seen[-1]
    assert shot is not None
    assert 0 <= 100 - shot.top <= 2
    assert 0 <= 200 - shot.left <= 2
    assert shot.part.shape[0] < 30


def test_strength_is_painted_and_develops_nothing(darkroom: Darkroom, qtbot: QtBot) -> None:
    darkroom.developer.take(enhanced_of(noisy_photo(30, 40)))
    darkroom.developer.choose(Choice(strength=0.3))
    settle(darkroom, qtbot)
    assert darkroom.jobs == 0


def test_noise_comes_back(darkroom: Darkroom, qtbot: QtBot) -> None:
    enhanced = enhanced_of(noisy_photo(30, 40))
    darkroom.developer.take(enhanced)
    darkroom.developer.choose(Choice(denoise=0.0))
    settle(darkroom, qtbot)
    shot = darkroom.seen[-1]
    assert shot is not None
    assert (shot.part == enhanced.layers.relit).all()


def test_new_parts_of_a_preview_are_developed(darkroom: Darkroom, qtbot: QtBot) -> None:
    preview = enhanced_of(noisy_photo(30, 40), is_preview=True)
    darkroom.developer.take(preview)
    darkroom.developer.choose(brighter(1.0))
    settle(darkroom, qtbot)
    preview.finished.levels[0][5:10, 5:10] = 0
    darkroom.developer.refresh()
    settle(darkroom, qtbot)
    shot = darkroom.seen[-1]
    assert shot is not None
    assert shot.part[5:10, 5:10].max() == 0
