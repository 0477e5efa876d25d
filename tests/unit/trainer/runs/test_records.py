from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from mirnet_gui.errors import UsageError
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.runs import run as training
from mirnet_gui.trainer.runs.folder import RunFolder
from mirnet_gui.trainer.runs.records import CsvLog, read_metrics


def test_json_lines_tell_how_far_the_run_is(
    config: TrainingConfig, folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    training.start(config, folders, tmp_path / "run", "json")
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["event"] for record in records] == [
        "start", "step", "step", "step", "validation", "step", "step", "step", "validation", "end",
    ]  # fmt: skip
    assert [record["step"] for record in records if record["event"] == "step"] == [1, 2, 3, 4, 5, 6]
    assert records[1].keys() >= {"loss", "rate", "seconds_left", "steps"}
    assert records[4]["psnr"] > 0
    rows = read_metrics(tmp_path / "run" / "logs" / "metrics.csv")
    assert [row["loss"] for row in rows if "loss" in row] == pytest.approx(
        [record["loss"] for record in records if record["event"] == "step"]
    )


def test_sample_pictures_show_what_is_measured(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    training.start(config, folders, tmp_path / "run", "nothing")
    folder = tmp_path / "run" / "samples" / "cat"
    assert sorted(path.name for path in folder.iterdir()) == [
        "input.png", "reference.png", "step-000003.png", "step-000006.png",
    ]  # fmt: skip
    reference, output = (
        np.asarray(Image.open(folder / name), dtype=float) / 255
        for name in ("reference.png", "step-000006.png")
    )
    psnr = -10 * np.log10(np.square(reference - output).mean())
    rows = read_metrics(tmp_path / "run" / "logs" / "metrics.csv")
    assert psnr == pytest.approx(rows[-1]["psnr"], abs=0.05)


def test_a_run_keeps_no_more_than_asked(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    keeping = replace(config.keeping, validate_every=1, best=2, samples=0)
    training.start(replace(config, keeping=keeping), folders, tmp_path / "run", "nothing")
    kept = list((tmp_path / "run").glob("best-*.ckpt"))
    assert len(kept) == 2
    assert not (tmp_path / "run" / "samples").exists()
    psnr = [row["psnr"] for row in read_metrics(tmp_path / "run/logs/metrics.csv") if "psnr" in row]
    best = RunFolder(tmp_path / "run").best
    assert best is not None
    assert f"{max(psnr):.2f}" in best.name


def test_the_last_step_is_saved_whatever_the_interval(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    keeping = replace(config.keeping, checkpoint_every=4)
    training.start(replace(config, keeping=keeping), folders, tmp_path / "run", "nothing")
    assert torch.load(tmp_path / "run" / "last.ckpt", weights_only=True)["global_step"] == 6


def test_environment_and_configuration_are_written_down(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    run = RunFolder(tmp_path / "run")
    run.create(config, folders)
    record = run.read_environment()
    assert record["seed"] == config.seed
    assert {"python", "torch", "pytorch-lightning"} <= record["versions"].keys()
    assert record["fingerprint"]["pairs"]["pictures"] == 6
    assert record["fingerprint"].keys() == {"pairs", "clean", "val"}
    assert run.read() == (config, folders.resolve())


def test_a_run_whose_pictures_changed_is_not_resumed(
    config: TrainingConfig, folders: Path, tmp_path: Path
) -> None:
    RunFolder(tmp_path / "run").create(config, folders)
    (folders / "clean" / "cup.png").rename(folders / "clean" / "mug.png")
    with pytest.raises(UsageError, match="clean are not those"):
        training.resume(tmp_path / "run", "nothing")


def test_steps_that_are_done_again_leave_the_table(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "metrics.csv"
    log = CsvLog(path, 0)
    for step in range(6):
        log.log_metrics({"loss": float(step), "epoch": 0.0}, step)
    with path.open("a") as file:
        file.write("4,0.1")
    CsvLog(path, 4).log_metrics({"loss": 9.0}, 4)
    assert [(row["step"], row["loss"]) for row in read_metrics(path)] == [
        (1, 0), (2, 1), (3, 2), (4, 3), (5, 9),
    ]  # fmt: skip
    assert read_metrics(tmp_path / "none.csv") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"optimization": {"accumulate": 2, "cycles": 2, "averaging": 0.0, "gradient_clip": 0.0}},
        {"hardware": {"precision": "bf16", "channels_last": False, "checkpointing": True}},
        {"loss": {"kind": "l1", "ms_ssim": 0.1, "edge": 0.1, "frequency": 0.1}},
        {"augmentation": {"mixup": 1.0, "smallest_scale": 0.5}, "hardware": {"workers": 1}},
    ],
    ids=["accumulation", "half precision", "terms", "mixup and workers"],
)
def test_every_part_of_a_recipe_can_be_switched(
    config: TrainingConfig, folders: Path, tmp_path: Path, changes: dict[str, dict[str, object]]
) -> None:
    parts = {part: replace(getattr(config, part), **values) for part, values in changes.items()}
    training.start(replace(config, **parts), folders, tmp_path / "run", "nothing")
    rows = read_metrics(tmp_path / "run" / "logs" / "metrics.csv")
    assert rows[-1]["psnr"] > 8
    assert all(np.isfinite(row["loss"]) for row in rows if "loss" in row)


def test_without_a_terminal_it_tells_in_lines(
    config: TrainingConfig, folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    training.start(config, folders, tmp_path / "run", "bar")
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "step 0 of 6"
    assert lines[-1].startswith("step 6 of 6  loss ")
    assert not any("\x1b" in line for line in lines)
