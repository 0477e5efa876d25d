"""mirnet-gui insight, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from skimage import data

from mirnet_gui.cli import main
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "night.jpg"
    write_photo(Photo((data.chelsea()[:90, :140] * 0.2).astype(np.uint8)), path)
    return path


def test_insight_writes_pictures_and_numbers(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["insight", str(photo), "--output", str(out)]) == 0
    assert capsys.readouterr().out.strip() == f"{photo} -> {out / 'night_insight.json'}"
    record = json.loads((out / "night_insight.json").read_text())
    light, detail = record["passes"]
    assert (light["task"], detail["task"]) == ("light", "detail")
    assert (light["height"], light["width"]) == (90, 140)
    assert light["light"]["stops"]["mean"] > 1.0
    assert "light" not in detail
    for each in (light, detail):
        for fusion in each["fusions"]:
            assert sum(fusion["mean_by_stream"]) == pytest.approx(1.0, abs=1e-5)
            assert len(fusion["weights"]) == 3
        for unit in each["units"]:
            assert 0.0 <= unit["spatial"]["least"] <= unit["spatial"]["most"] <= 1.0
    pictures = [unit["picture"] for each in (light, detail) for unit in each["units"]]
    names = {path.name for path in out.iterdir()}
    assert names == {*pictures, light["light"]["picture"], "night_insight.json"}
    assert read_photo(out / pictures[0]).pixels.shape == (180, 280, 3)
    assert "night_light_rrg2-mrb1-dau1-stream3.png" in names


def test_insight_replaces_nothing_unasked(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["insight", str(photo), "--model", "denoise", "--output", str(tmp_path)]
    assert main(asked) == 0
    before = (tmp_path / "night_insight.json").stat().st_mtime_ns
    assert main(asked) == 1
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "night_insight.json").stat().st_mtime_ns == before
    assert main([*asked, "--overwrite"]) == 0
    assert read_photo(photo).pixels.shape == (90, 140, 3)


def test_insight_names_what_it_cannot_do(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--output", str(tmp_path / "out")]
    assert main(["insight", str(photo), "--model", "gone", *out]) == 2
    assert "There are no weights called gone." in capsys.readouterr().err
    onnx = tmp_path / "own.onnx"
    onnx.write_bytes(b"x")
    assert main(["insight", str(photo), "--model", str(onnx), *out]) == 1
    assert "own.onnx is not a weights file" in capsys.readouterr().err
    assert main(["insight", str(tmp_path / "gone.jpg"), *out]) == 1
    assert "gone.jpg" in capsys.readouterr().err
    assert not list(tmp_path.glob("out/*"))
