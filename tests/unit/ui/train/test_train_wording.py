"""What is said of trainings, the same wherever it is said."""

from __future__ import annotations

from pathlib import Path

from mirnet_gui.jobs.training_curves import Curves
from mirnet_gui.jobs.training_runs import Training, TrainingState
from mirnet_gui.ui.train.train_state import Phase
from mirnet_gui.ui.train.train_wording import outcome_line, what_is_left
from mirnet_gui.ui.train.trainings_list import state_line


def stopped(folder: Path) -> TrainingState:
    """Thirty steps into the first of two passes of 200."""
    training = Training(folder, "mine", "brighten", "pairs", "pictures", 200, 0.0)
    return TrainingState(training, {"light": Curves(loss=((30.0, 0.5),))}, can_resume=True)


def test_list_and_headline_count_the_same_steps(tmp_path: Path) -> None:
    state = stopped(tmp_path)
    assert state_line(state) == "Stopped at 30 of 400"
    assert outcome_line(state, None) == "Stopped after 30 of 400 steps. It can be resumed."


def test_one_that_is_held_does_not_go_on(tmp_path: Path) -> None:
    state = stopped(tmp_path)
    assert state_line(state, Phase.RUNNING) == "Going on"
    assert state_line(state, Phase.PAUSED) == "Paused"


def test_what_is_left_of_one_that_died_is_told(tmp_path: Path) -> None:
    training = stopped(tmp_path).training
    assert "Nothing was saved yet" in what_is_left(training)
    (training.run / "light").mkdir(parents=True)
    (training.run / "light" / "last.ckpt").write_bytes(b"")
    assert "What was saved last is kept" in what_is_left(training)
