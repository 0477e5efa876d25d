"""The command line of the trainer: what it says about itself and about wrong usage."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirnet_gui import __version__
from mirnet_gui.trainer.cli import main


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"mirnet-train {__version__}\n"


@pytest.mark.parametrize("option", [["--share", "0.2"], ["--seed", "3"]])
def test_a_split_that_goes_nowhere_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    assert main(["prepare", str(tmp_path), *option]) == 2
    assert "--output" in capsys.readouterr().err
