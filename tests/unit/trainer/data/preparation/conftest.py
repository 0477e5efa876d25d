"""A faultless paired folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.trainer.data.preparation.pairs_at_night import NAMES, photograph, save_pair


@pytest.fixture(scope="session")
def taken_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taken") / "pairs"
    for name in NAMES:
        save_pair(folder, name, photograph(name))
    return folder


@pytest.fixture
def pairs(taken_once: Path, tmp_path: Path) -> Path:
    """Four pairs of 400 x 300 pixels, each of a scene of its own."""
    return Path(shutil.copytree(taken_once, tmp_path / "pairs"))
