"""The report that is sent along with a problem."""

from __future__ import annotations

import json
import logging
import zipfile
from pathlib import Path

import pytest

from mirnet_gui import locations
from mirnet_gui.cli import main
from mirnet_gui.logs import kept_log
from mirnet_gui.settings import Settings, save_settings


def test_a_report_holds_the_log_the_settings_and_the_doctor_s_findings_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_settings(Settings(model="denoise"), locations.settings_file())
    with kept_log(locations.logs()):
        logging.getLogger("mirnet_gui").warning("What went wrong")
    assert main(["doctor", "--report", str(tmp_path)]) == 0
    assert main(["doctor", "--report", str(tmp_path)]) == 0
    one, other = sorted(tmp_path.glob("mirnet-gui-report-*.zip"))
    assert one.name in capsys.readouterr().out
    with zipfile.ZipFile(other) as file:
        assert set(file.namelist()) == {"doctor.json", "settings.toml", "mirnet-gui.log"}
        assert json.loads(file.read("doctor.json"))["packages"]["torch"]
        assert b"What went wrong" in file.read("mirnet-gui.log")
        assert b"denoise" in file.read("settings.toml")


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").touch()
    assert main(["doctor", "--report", str(tmp_path / "a file" / "within")]) == 1
    assert "a file" in capsys.readouterr().err
