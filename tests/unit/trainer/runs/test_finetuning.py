from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from mirnet_gui.cli import main as enhance
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.data.cutting import PatchCutter
from mirnet_gui.trainer.data.pairs import PictureCache
from mirnet_gui.trainer.data.sources import open_source
from mirnet_gui.trainer.runs.finetuning import finetuning_config
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
    command = ["finetune", "--model", "lol-one-pass", "--pairs", str(pairs), "--run", str(run)]
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
    command = ["finetune", "--model", "lol-one-pass", "--pairs", str(folders / "pairs")]
    assert main([*command, "--run", str(tmp_path / "run")]) == 2
    assert not (tmp_path / "run").exists()


def test_how_to_split_pairs_to_enlarge_is_said_with_their_scale(
    folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["finetune", "--model", "enlarge-3x", "--pairs", str(folders / "pairs")]
    assert main([*command, "--run", str(tmp_path / "run")]) == 2
    assert "--output PAIRS --scale 3." in capsys.readouterr().err


def test_a_folder_of_pairs_is_checked_split_and_learnt_from(
    folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The three lines of the README, one after the other."""
    split, run = tmp_path / "split", tmp_path / "run"
    command = ["prepare", str(folders / "pairs"), "--output", str(split), "--share", "0.3"]
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["split"]["val"] == 1
    tune = ["finetune", "--model", "lol-one-pass", "--pairs", str(split), "--run", str(run)]
    assert main([*tune, "--steps", "1", "--quiet"]) == 0
    assert main(["report", str(run)]) == 0
    assert "<svg" in (run / "report.html").read_text(encoding="utf-8")


@pytest.fixture
def two_sizes(tmp_path: Path) -> Path:
    """Three photographs, and the same at half the size."""
    folder = tmp_path / "two-sizes"
    photographs = {"cat": data.chelsea(), "cup": data.coffee(), "pilot": data.astronaut()}
    for name, photograph in photographs.items():
        large = Image.fromarray(photograph[:200, :240])
        for side, picture in (("low", large.reduce(2)), ("high", large)):
            (folder / side).mkdir(parents=True, exist_ok=True)
            picture.save(folder / side / f"{name}.png")
    return folder


def test_enlarging_is_learnt_from_somebodys_own_pairs_of_two_sizes(
    two_sizes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Prepared, learnt from, measured, and used on a photograph."""
    split, run, results = tmp_path / "split", tmp_path / "run", tmp_path / "results"
    prepare = ["prepare", str(two_sizes), "--output", str(split), "--share", "0.3"]
    assert main([*prepare, "--scale", "2"]) == 0
    assert "Copied 2 pairs" in capsys.readouterr().out
    for part in ("train", "val"):
        for copy in (split / part).rglob("*.png"):
            assert copy.read_bytes() == (two_sizes / copy.parent.name / copy.name).read_bytes()
    tune = ["finetune", "--model", "enlarge-2x", "--pairs", str(split), "--run", str(run)]
    assert main([*tune, "--steps", "2", "--quiet"]) == 0
    assert capsys.readouterr().out.startswith("enlarge: ")
    figures = [row["psnr"] for row in read_metrics(RunFolder(run).metrics) if "psnr" in row]
    assert len(figures) == 3
    evaluated = ["evaluate", "--model", "enlarge-2x", "--pairs", str(split / "val"), "--json"]
    assert main([*evaluated, "--device", "cpu"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert measured["pictures"] == 1
    assert measured["psnr"] == pytest.approx(figures[0], abs=0.1)
    photo = str(two_sizes / "low" / "cat.png")
    own = str(run / "finetuned")
    assert enhance(["enhance", photo, "--model", own, "--output", str(results)]) == 0
    with Image.open(results / "cat.png") as picture:
        assert picture.size == (240, 200)


def test_pairs_of_another_scale_are_refused_before_the_run(
    two_sizes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    split, run = tmp_path / "split", tmp_path / "run"
    for part in ("train", "val"):
        shutil.copytree(two_sizes, split / part)
    for model in ("enlarge-4x", "denoise"):
        tune = ["finetune", "--model", model, "--pairs", str(split), "--run", str(run)]
        assert main([*tune, "--steps", "2", "--quiet"]) == 1
        assert "is for a model that enlarges 2 times" in capsys.readouterr().err
        assert not run.exists()


def test_denoising_is_learnt_from_somebodys_own_noisy_and_clean_pairs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng, split, run = np.random.default_rng(0), tmp_path / "split", tmp_path / "run"
    for part, photograph in (("train", data.chelsea()), ("val", data.coffee())):
        clean = photograph[:120, :120]
        noisy = (clean + rng.normal(0, 15, clean.shape)).round().clip(0, 255).astype(np.uint8)
        for side, pixels in (("noisy", noisy), ("clean", clean)):
            (split / part / side).mkdir(parents=True)
            Image.fromarray(pixels).save(split / part / side / "a.png")
    tune = ["finetune", "--model", "denoise", "--pairs", str(split), "--run", str(run)]
    assert main([*tune, "--steps", "2", "--quiet"]) == 0
    assert capsys.readouterr().out.startswith("denoise: ")
    assert load_weights(run / "finetuned.safetensors").config.task == "denoise"


def _is_part(patch: NDArray[np.uint8], picture: NDArray[np.uint8]) -> bool:
    _, _, (x, y), _ = cv2.minMaxLoc(cv2.matchTemplate(picture, patch, cv2.TM_SQDIFF))
    height, width = patch.shape[:2]
    return np.array_equal(picture[y : y + height, x : x + width], patch)


@pytest.mark.parametrize("model", ["lowlight", "denoise"])
def test_cleaning_is_learnt_from_pixels_as_they_are(pairs: Path, model: str) -> None:
    """Resized ones have other noise than the photographs that are to be cleaned."""
    config = finetuning_config(find_weights(model).passes[-1], pairs, steps=1)
    cutter = PatchCutter(32, replace(config.augmentation, flips=False, turns=False))
    (folder,) = config.sources
    source = open_source(folder, pairs, PictureCache(), config.task)
    drawn = source.draw(cutter, np.random.default_rng(7), whole=False)
    patch = np.rint(drawn.low * 255).astype(np.uint8)
    files = [np.asarray(Image.open(path)) for path in (pairs / "train" / "low").iterdir()]
    assert any(_is_part(patch, picture) for picture in files)


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
    assert [*tuned.files] == ["light", "coarse", "detail"], "what cleans smaller copies comes along"


def test_a_fine_tuning_is_resumed_where_it_was_stopped(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stopped in its second pass: the first stays as it is, the second one begins."""
    run = tmp_path / "run"
    command = ["finetune", "--model", "lowlight", "--pairs", str(pairs), "--run", str(run)]
    assert main([*command, "--steps", "2", "--json"]) == 0
    shutil.rmtree(run / "detail")
    before = (run / "light" / "last.ckpt").read_bytes()
    capsys.readouterr()
    assert main(["finetune", "--resume", str(run), "--json", "--threads", "1"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    begun = [event for event in events if event["event"] == "pass"]
    assert [(each["task"], each["number"], each["count"]) for each in begun] == [("detail", 2, 2)]
    outcomes = [event for event in events if event["event"] == "finetuned"]
    assert [each["task"] for each in outcomes] == ["light", "detail"]
    assert (run / "light" / "last.ckpt").read_bytes() == before
    assert find_weights(str(run / "finetuned")).tasks == ("light", "detail")


def test_what_is_no_fine_tuning_is_not_resumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["finetune", "--resume", str(tmp_path)]) == 2
    assert "is not a fine-tuning" in capsys.readouterr().err
    assert main(["finetune", "--model", "lol-one-pass"]) == 2
