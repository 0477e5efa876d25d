"""A training is thrown away only where nothing is learning any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from mirnet_gui import locations
from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.jobs.training_discard import discard_job
from mirnet_gui.jobs.training_runs import Training, new_training
from mirnet_gui.progress import CancelToken, silent


@pytest.fixture
def training(own_places: Path, tmp_path: Path) -> Training:
    made = new_training(
        locations.trainings(), name="mine", recipe="denoise", kind="pairs", data=tmp_path, steps=9
    )
    (made.run / "detail").mkdir(parents=True)
    return made


def test_what_goes_on_in_another_window_stays(training: Training) -> None:
    job = discard_job(training)
    lock = FileLock(training.run / "detail" / "training.lock")
    with lock, pytest.raises(MirnetGuiError, match="mine goes on in another window"):
        job(silent, CancelToken())
    assert training.run.is_dir()
    assert job(silent, CancelToken()) == "mine"
    assert not training.folder.exists()
