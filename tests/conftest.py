"""What every test shares: places of its own, and the photographs beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Small networks on small pictures are faster on one thread, and their figures repeat.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Windows that nobody sees, also where there is a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def speeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this computer's speed is kept, so that it is measured once and not in every test."""
    return tmp_path_factory.mktemp("speeds")


@pytest.fixture(autouse=True)
def own_places(
    tmp_path_factory: pytest.TempPathFactory, speeds: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Settings, logs and weights of a user who never ran the program before."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(speeds))
    return home


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of photographs and checkpoints beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: its photographs and checkpoints go untested")
    return SHARED
