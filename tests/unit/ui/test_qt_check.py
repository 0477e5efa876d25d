from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.ui import qt_check

SCREENS = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({}, ""),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":0"}, "wayland"),
    ],
)
def test_platform_follows_the_environment(environment: dict[str, str], platform: str) -> None:
    assert qt_check.linux_platform(environment) == platform


@pytest.mark.skipif("sys.platform != 'linux'", reason="Only Linux can be without a screen.")
def test_no_screen_is_told_before_qt_aborts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(MirnetGuiError, match="no screen"):
        qt_check.check_qt()


@pytest.mark.skipif("sys.platform != 'linux'", reason="xcb is Linux.")
def test_missing_libraries_come_with_the_line_that_installs_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file")

    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setattr(qt_check.ctypes, "CDLL", missing)
    with pytest.raises(MirnetGuiError, match=r"libxcb-cursor\.so\.0.*apt install.*libxcb-cursor0"):
        qt_check.check_qt()


@pytest.mark.skipif("sys.platform != 'linux'", reason="Only Linux can be without a screen.")
@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":987"},
        {"WAYLAND_DISPLAY": "dead"},
        {"QT_QPA_PLATFORM": "nonsense"},
        {"QT_QPA_PLATFORM": "xcb", "DISPLAY": "nowhere:1"},
        {"QT_QPA_PLATFORM": "linuxfb:fb=/dev/nowhere"},
    ],
    ids=str,
)
def test_a_screen_that_does_not_answer_is_told(environment: dict[str, str]) -> None:
    """Qt itself aborts."""
    kept = {name: value for name, value in os.environ.items() if name not in SCREENS}
    done = subprocess.run(
        [sys.executable, "-m", "mirnet_gui.cli"],
        env=kept | environment,
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("mirnet-gui: ")
    assert "screen" in line
