"""Good photographs are split, and dark or noisy pictures are made of those to measure on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.photo.pairs import paired_folder, pictures_in
from mirnet_gui.trainer.cli import main


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
    for name in ("a-2.jpg", "a.jpg", "a.png"):
        Image.fromarray(data.coffee()).save(folder / name)
    out = tmp_path / "out"
    record = prepared(capsys, folder, out, "enlarge")
    copies = [path.name for part in ("train", "val") for path in pictures_in(out / part)]
    assert (record["pairs"], len(set(copies))) == (3, 3)


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
