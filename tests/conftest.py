"""What every test shares: places of its own, and the photographs beside the checkout.

And a true count of the files that are opened.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

# Small networks on small pictures are faster on one thread, and their figures repeat.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Windows that nobody sees, also where there is a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Programs that are started here must hear them, also when nohup or a shell's & started the tests.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
# Sentences are told in English, whatever the computer speaks.
os.environ["MIRNET_LANGUAGE"] = "en"

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def speeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this computer's speed is kept, so that it is measured once and not in every test."""
    return tmp_path_factory.mktemp("speeds")


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def own_places(homes: Path, speeds: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, logs and weights of a user who never ran the program before."""
    # The factory would look through all folders of all tests before for the next free number.
    home = Path(mkdtemp(dir=homes))
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


class Opens:
    """How often files below ``folder`` were opened by Python code of this process, in any thread.

    What a library of C opens by itself does not come to Python's audit events.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._counts: Counter[str] = Counter()
        sys.addaudithook(self._note)

    def take(self) -> dict[str, int]:
        """The counts by name since the last time."""
        counts, self._counts = self._counts, Counter()
        return dict(counts)

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.folder is None or event != "open":
            return
        path = arguments[0]
        if isinstance(path, str | bytes) and Path(os.fsdecode(path)).parent == self.folder:
            self._counts[Path(os.fsdecode(path)).name] += 1


# An audit hook stays for as long as the process does.
_opens = Opens()


@pytest.fixture
def opens() -> Iterator[Opens]:
    """Counts nothing until its ``folder`` is set."""
    yield _opens
    _opens.folder = None
    _opens.take()
