"""One truth about what the user prefers, which everybody hears of."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mirnet_gui.settings import Settings, load_settings
from mirnet_gui.ui.model.preferences import Preferences

DEVICES = (("cuda:0", "A card"), ("cpu", "A processor"))


@pytest.fixture
def told() -> list[str]:
    return []


def preferences_of(settings: Settings, folder: Path, told: list[str]) -> Preferences:
    made = Preferences(settings, folder / "settings.toml")
    made.changed.connect(told.append)
    made.device_named.connect(lambda name: told.append(f"named {name}"))
    return made


def test_only_what_is_otherwise_is_told(qtbot: QtBot, tmp_path: Path, told: list[str]) -> None:
    preferences = preferences_of(Settings(model="night"), tmp_path, told)
    preferences.change(model="night", theme="light")
    assert told == ["theme"]
    preferences.save()
    assert load_settings(tmp_path / "settings.toml").theme == "light"


def test_the_device_has_a_name_once_it_is_known(
    qtbot: QtBot, tmp_path: Path, told: list[str]
) -> None:
    preferences = preferences_of(Settings(), tmp_path, told)
    preferences.know_devices(DEVICES)
    preferences.change(device="cpu")
    assert told == ["named A card", "named A processor", "device"]
    assert preferences.device_name == "A processor"


def test_a_device_that_is_gone_is_not_insisted_on(
    qtbot: QtBot, tmp_path: Path, told: list[str]
) -> None:
    preferences = preferences_of(Settings(device="cuda:7"), tmp_path, told)
    preferences.know_devices(DEVICES)
    assert preferences.device == "auto"
    assert told == ["named A card", "device"]
