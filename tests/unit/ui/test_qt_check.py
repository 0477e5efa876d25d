from __future__ import annotations

import pytest

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.ui import qt_check


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
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
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
