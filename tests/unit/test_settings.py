from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from mirnet_gui.settings import Settings, load_settings, save_settings


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.toml"
    settings = Settings(
        window_geometry="R2VvbQ==",
        last_folder="/fotos/größe",
        model="night",
        theme="light",
        language="de",
        save_format="webp",
        save_quality=71,
    )
    save_settings(settings, path)
    assert load_settings(path) == settings
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == Settings()


@pytest.mark.parametrize(
    "content", [b"model = ", b"\xff\xfe\x00", b"save_quality = 700", b"a = " + b"[" * 9999]
)
def test_damaged_file_means_defaults_and_an_entry_in_the_log(
    content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert load_settings(path) == Settings()
    assert str(path) in caplog.text


def test_one_bad_entry_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('model = "night"\ntheme = "purple"\nsave_quality = "best"\nstrange = 1\n')
    assert load_settings(path) == replace(Settings(), model="night")


def test_a_strength_that_an_older_version_kept_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('strength = 0.1\nmodel = "night"\n')
    assert load_settings(path) == replace(Settings(), model="night")


def test_place_that_cannot_be_written_is_no_disaster(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with caplog.at_level(logging.WARNING):
        save_settings(Settings(), blocked / "settings.toml")
    assert "settings.toml" in caplog.text
