"""Good photographs are split, and dark or noisy pictures are made of those to measure on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.photo.pairs import paired_folder, pictures_in
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.data.preparation.photographs import prepare_photographs
from mirnet_gui.trainer.data.preparation.split import SplitPlan


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """Three good ones, one that is nearly black, and one that is none."""
    folder = tmp_path / "good"
    folder.mkdir()
    for name, photograph in {"cup": data.coffee(), "pilot": data.astronaut()}.items():
        Image.fromarray(photograph).save(folder / f"{name}.png")
    Image.fromarray(np.tile(data.coffee(), (3, 3, 1))).save(folder / "large.png")
    Image.fromarray(data.coffee() // 20).save(folder / "night.png")
    (folder / "none.png").write_bytes(b"no picture")
    return folder


def prepared(capsys: pytest.CaptureFixture[str], photographs: Path, out: Path, task: str) -> dict:
    command = ["prepare-photographs", str(photographs), "--output", str(out), "--task", task]
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_dark_pairs_are_made_of_photographs_that_are_not_learnt_from(
    photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    record = prepared(capsys, photographs, out, "light")
    assert (record["split"]["train"], record["split"]["val"]) == (2, 1)
    assert {each["kind"] for each in record["findings"]} == {"unreadable", "exposure"}
    (pair,) = paired_folder(out / "val")
    learnt = {path.stem for path in pictures_in(out / "train")}
    assert learnt | {pair.low.stem} == {"cup", "pilot", "large"}
    assert pair.low.stem not in learnt
    low, high = (np.asarray(Image.open(path)).mean() for path in (pair.low, pair.high))
    assert low <= high
    for path in pictures_in(out / "train"):
        with Image.open(path) as picture:
            assert picture.width * picture.height <= 1_510_000, "a run keeps all in memory"


def test_photographs_of_alike_names_are_all_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "good"
    folder.mkdir()
    pictures = {"a-2.jpg": data.coffee(), "a.jpg": data.astronaut(), "a.png": data.chelsea()}
    for name, picture in pictures.items():
        Image.fromarray(picture).save(folder / name)
    out = tmp_path / "out"
    record = prepared(capsys, folder, out, "enlarge")
    copies = [path.name for part in ("train", "val") for path in pictures_in(out / part)]
    assert (record["pairs"], len(set(copies))) == (3, 3)


def test_no_scene_is_both_learnt_from_and_measured_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "good"
    folder.mkdir()
    for number in range(5):
        Image.fromarray(data.coffee()[:, number : 500 + number]).save(folder / f"burst{number}.png")
    burst = ["prepare-photographs", str(folder), "--output", str(tmp_path / "none")]
    assert main([*burst, "--task", "denoise"]) == 1
    assert "not two scenes" in capsys.readouterr().err
    Image.fromarray(data.astronaut()).save(folder / "pilot.png")
    out = tmp_path / "out"
    prepared(capsys, folder, out, "denoise")
    (pair,) = paired_folder(out / "val")
    assert pair.low.stem == "pilot"


def test_what_is_measured_on_is_dark(tmp_path: Path) -> None:
    folder = tmp_path / "good"
    folder.mkdir()
    for number in range(24):
        turned = np.rot90(data.coffee()[:400, :400], number % 4)
        mirrored = turned if number < 12 else turned[:, ::-1]
        picture = np.roll(mirrored, 130 * (number // 4 % 3), axis=number % 2)
        Image.fromarray(np.ascontiguousarray(picture)).save(folder / f"{number:02}.png")
    plan = SplitPlan(tmp_path / "out", share=0.8)
    prepare_photographs(folder, plan, "light", 32, silent, CancelToken())
    pairs = paired_folder(tmp_path / "out" / "val")
    assert len(pairs) > 8
    for pair in pairs:
        low, high = (np.asarray(Image.open(path), dtype=int) for path in (pair.low, pair.high))
        assert np.abs(low - high).max() > 0, pair.low.name


def test_to_take_noise_away_dark_photographs_serve_as_well(
    photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = prepared(capsys, photographs, tmp_path / "out", "denoise")
    assert record["pairs"] == 4


def test_photographs_that_do_not_serve_are_refused_and_leave_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one").mkdir()
    Image.fromarray(data.coffee()).save(tmp_path / "one" / "cup.png")
    out = tmp_path / "out"
    assert main(["prepare-photographs", str(tmp_path / "one"), "--output", str(out)]) == 1
    assert "not two photographs" in capsys.readouterr().err
    assert not (out / "train").exists()
    assert main(["prepare-photographs", str(tmp_path / "one"), "--task", "paint"]) == 2


def test_weights_learn_from_photographs(
    photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    prepared(capsys, photographs, out, "denoise")
    tune = ["finetune", "--model", "denoise", "--pairs", str(out), "--run", str(tmp_path / "run")]
    assert main([*tune, "--steps", "1", "--quiet"]) == 0
    assert (tmp_path / "run" / "finetuned.safetensors").is_file()
