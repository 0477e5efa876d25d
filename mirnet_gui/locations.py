"""Where the program's own files lie: what it ships with and what it keeps for its user."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

_PACKAGE = Path(__file__).resolve().parent
_USER = PlatformDirs("mirnet-gui", appauthor=False)


def _shipped() -> Path:
    # A wheel and the frozen program carry weights/ and resources/ inside the package;
    # a checkout (and an editable install) has them beside it.
    bundled = _PACKAGE / "bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parent


def shipped_weights() -> Path:
    """Folder of the catalog and the weights that the program ships with."""
    return _shipped() / "weights"


def resources() -> Path:
    """Folder of icons, sample photographs and other files that the program ships with."""
    return _shipped() / "resources"


def user_weights() -> Path:
    """Folder of the weights that the user imported or trained (perhaps not made yet)."""
    return _USER.user_data_path / "weights"


def trainings() -> Path:
    """Folder of the trainings that were begun in the window (perhaps not made yet)."""
    return _USER.user_data_path / "trainings"


def settings_file() -> Path:
    """The user's settings (perhaps not made yet)."""
    return _USER.user_config_path / "settings.toml"


def rankings() -> Path:
    """What was ranked without knowing the methods (perhaps not made yet)."""
    return _USER.user_data_path / "blind-rankings.csv"


def presets() -> Path:
    """Folder of the user's own presets (perhaps not made yet)."""
    return _USER.user_data_path / "presets"


def kept_settings() -> Path:
    """Folder of what was chosen for each photograph (perhaps not made yet)."""
    return _USER.user_data_path / "kept-settings"


def open_list() -> Path:
    """Which photographs were open last (perhaps not made yet)."""
    return _USER.user_state_path / "last-photographs.json"


def journals() -> Path:
    """Folder of the journals of batches (perhaps not made yet)."""
    return _USER.user_state_path / "batches"


def logs() -> Path:
    """Folder of the log files (perhaps not made yet)."""
    return _USER.user_log_path


def calibrations() -> Path:
    """Folder of what was measured about this computer's speed (perhaps not made yet)."""
    return _USER.user_cache_path
