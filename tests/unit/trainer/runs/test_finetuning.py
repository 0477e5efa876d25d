from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.runs.folder import RunFolder
from mirnet_gui.trainer.runs.records import read_metrics


@pytest.fixture
def pairs(folders: Path, tmp_path: Path) -> Path:
    """The pairs of somebody whose pictures are darkened alike, larger than the patch."""
    split = tmp_path / "pairs"
    shutil.copytree(folders / "pairs", split / "train")
    shutil.copytree(folders / "val", split / "val")
    return split


def test_weights_learn_from_somebodys_own_pairs(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    command = ["finetune", "--model", "lol", "--pairs", str(pairs), "--run", str(run)]
    assert main([*command, "--steps", "20", "--json"]) == 0
    output = capsys.readouterr()
    assert "improved from" in output.err
    events = [json.loads(line) for line in output.out.splitlines()]
    psnr = {event["step"]: event["psnr"] for event in events if event["event"] == "validation"}
    assert max(psnr[step] for step in psnr if step) > psnr[0]
    rows = [row for row in read_metrics(RunFolder(run).metrics) if "psnr" in row]
    assert [row["step"] for row in rows] == [0, 4, 8, 12, 16, 20]
    assert load_weights(run / "finetuned.safetensors").config.channels == 16


def test_pairs_that_are_not_split_are_said(folders: Path, tmp_path: Path) -> None:
    command = ["finetune", "--model", "lol", "--pairs", str(folders / "pairs")]
    assert main([*command, "--run", str(tmp_path / "run")]) == 2
    assert not (tmp_path / "run").exists()


def test_a_folder_of_pairs_is_checked_split_and_learnt_from(
    folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The three lines of the README, one after the other."""
    split, run = tmp_path / "split", tmp_path / "run"
    command = ["prepare", str(folders / "pairs"), "--output", str(split), "--share", "0.3"]
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["split"]["val"] == 1
    tune = ["finetune", "--model", "lol", "--pairs", str(split), "--run", str(run)]
    assert main([*tune, "--steps", "1", "--quiet"]) == 0
    assert main(["report", str(run)]) == 0
    assert "<svg" in (run / "report.html").read_text(encoding="utf-8")


def test_pairs_that_cannot_be_used_are_told(folders: Path) -> None:
    (folders / "pairs" / "low" / "cup.png").write_bytes(b"no picture")
    assert main(["prepare", str(folders / "pairs")]) == 1


def test_both_passes_of_a_set_learn_and_are_a_set_again(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    command = ["finetune", "--model", "lowlight", "--pairs", str(pairs), "--run", str(run)]
    assert main([*command, "--steps", "2", "--quiet"]) == 0
    output = capsys.readouterr().out
    assert [line.partition(":")[0] for line in output.splitlines()] == ["light", "detail"]
    tuned = find_weights(str(run / "finetuned"))
    assert tuned.tasks == ("light", "detail")
    assert [load_weights(each.path).config.task for each in tuned.passes] == ["light", "detail"]
