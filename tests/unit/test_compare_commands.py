"""mirnet-gui compare and mirnet-gui evaluate, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.cli import main
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.trainer.cli import main as train

CAT = data.chelsea()[:100, :140]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Two pairs of a folder in LOL's layout."""
    for folder, strength in (("low", 0.2), ("high", 1.0)):
        (tmp_path / "pairs" / folder).mkdir(parents=True)
        for name, part in (("a.png", np.s_[:60]), ("b.png", np.s_[40:])):
            pixels = (CAT[part] * strength).astype(np.uint8)
            write_photo(Photo(pixels), tmp_path / "pairs" / folder / name)
    return tmp_path / "pairs"


def test_compare_writes_sheet_figures_and_results(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, truth, out = pairs / "low" / "a.png", pairs / "high" / "a.png", tmp_path / "out"
    asked = ["compare", str(photo), "--methods", "he,mirnet", "--reference", str(truth)]
    assert main([*asked, "--output", str(out), "--json"]) == 0
    names = {path.name for path in out.iterdir()}
    assert names == {
        "a_he.png",
        "a_mirnet.png",
        "a_comparison.png",
        "a_comparison.pdf",
        "figures.csv",
        "figures.json",
    }
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["method"] for record in records] == ["he", "mirnet"]
    assert records[1]["psnr"] > 10
    assert read_photo(out / "a_mirnet.png").pixels.shape == (60, 140, 3)


def test_compare_replaces_nothing_unasked(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["compare", str(pairs / "low" / "a.png"), "--methods", "he", "--output"]
    assert main([*asked, str(tmp_path / "out")]) == 0
    before = (tmp_path / "out" / "a_he.png").stat().st_mtime_ns
    assert main([*asked, str(tmp_path / "out")]) == 1
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "out" / "a_he.png").stat().st_mtime_ns == before
    assert main([*asked, str(tmp_path / "out"), "--overwrite"]) == 0


def test_compare_goes_on_after_a_bad_photograph_and_a_bad_method(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"nothing")
    photos = [str(bad), str(pairs / "low" / "b.png")]
    methods = f"file:{tmp_path / 'gone.png'},he"
    out = tmp_path / "out"
    assert main(["compare", *photos, "--methods", methods, "--output", str(out)]) == 1
    told = capsys.readouterr()
    assert "bad.png" in told.err
    assert "gone.png" in told.err
    assert "b_he.png" in told.out
    assert (out / "b_he.png").exists()
    assert (out / "b_comparison.png").exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--methods", "magic"], "no method called magic"),
        (["--methods", "clahe:clip=99"], "between 0.5 and 40"),
        (["--reference", "x.png", "b.png"], "One reference"),
    ],
)
def test_compare_says_what_makes_no_sense(
    asked: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "a.png", *asked, "--output", str(tmp_path / "out")]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_evaluate_tells_what_mirnet_train_evaluate_tells(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["evaluate", "--methods", "he,mirnet", "--pairs", str(pairs)]
    assert main([*asked, "--json", "--per-image"]) == 0
    he, mirnet = json.loads(capsys.readouterr().out)
    assert he["method"] == "he"
    assert {"psnr", "ssim", "seconds_per_megapixel", "pictures"} <= mirnet.keys()
    assert [picture["name"] for picture in mirnet["pictures"]] == ["a", "b"]
    assert train(["evaluate", "--model", "lowlight", "--pairs", str(pairs), "--json"]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert mirnet["psnr"] == pytest.approx(trained["psnr"], abs=0.01)
    assert mirnet["ssim"] == pytest.approx(trained["ssim"], abs=0.001)


def test_evaluate_prints_tables(pairs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--methods", "he,gamma", "--pairs", str(pairs), "--per-image"]) == 0
    told = capsys.readouterr().out
    assert "2 pairs" in told
    assert "gamma" in told
    assert "PSNR / SSIM of each picture" in told


def test_evaluate_says_which_picture_has_no_partner(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pairs / "high" / "b.png").unlink()
    assert main(["evaluate", "--methods", "he", "--pairs", str(pairs)]) == 1
    assert "b stands in only one" in capsys.readouterr().err


def test_evaluate_goes_on_after_a_bad_picture(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, names in (("low", ("c", "d")), ("high", ("c", "d"))):
        for name in names:
            (pairs / folder / f"{name}.png").write_bytes((pairs / folder / "a.png").read_bytes())
    (pairs / "low" / "a.png").write_bytes(b"nothing")
    Image.new("RGB", (20, 30)).save(pairs / "high" / "d.png")
    asked = ["evaluate", "--methods", "he,gamma", "--pairs", str(pairs), "--per-image"]
    assert main([*asked, "--json"]) == 1
    told = capsys.readouterr()
    for record in json.loads(told.out):
        assert [picture["name"] for picture in record["pictures"]] == ["b", "c"]
        assert [failure["name"] for failure in record["failed"]] == ["a", "d"]
        assert "a.png" in record["failed"][0]["reason"]
        assert record["psnr"] > 5
    assert told.err.count("a.png") == 1
    assert "20 x 30" in told.err
    assert main(asked) == 1
    assert "4 pairs" in capsys.readouterr().out


def test_evaluate_says_when_nothing_could_be_measured(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        (pairs / "low" / f"{name}.png").write_bytes(b"nothing")
    asked = ["evaluate", "--methods", "he", "--pairs", str(pairs)]
    assert main([*asked, "--json"]) == 1
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["psnr"], record["ssim"], len(record["failed"])) == (None, None, 2)
    assert main(asked) == 1
    assert "b.png" in capsys.readouterr().err


def test_training_evaluation_goes_on_after_a_bad_picture(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["evaluate", "--model", "lol", "--pairs", str(pairs), "--json"]
    (pairs / "low" / "a.png").write_bytes(b"nothing")
    assert train(asked) == 1
    told = capsys.readouterr()
    record = json.loads(told.out)
    assert (record["pictures"], record["failed"]) == (1, ["a"])
    assert "a.png" in told.err
    (pairs / "high" / "b.png").write_bytes(b"nothing")
    assert train(asked) == 1
    assert "No pair of" in capsys.readouterr().err
