"""mirnet-gui compare and mirnet-gui evaluate, as they are typed."""

from __future__ import annotations

import contextlib
import csv
import json
from pathlib import Path

import numpy as np
import pytest
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
    assert [record["method"] for record in records] == ["input", "he", "mirnet"]
    assert records[2]["psnr"] > records[0]["psnr"]
    assert read_photo(out / "a_mirnet.png").pixels.shape == (60, 140, 3)


def test_compare_replaces_nothing_unasked(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["compare", str(pairs / "low" / "a.png"), "--methods", "he", "--output"]
    assert main([*asked, str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert str(tmp_path / "out" / "a_comparison.png") in told
    assert str(tmp_path / "out" / "figures.csv") in told
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
    output = capsys.readouterr()
    assert "bad.png" in output.err
    assert "gone.png" in output.err
    assert "b_he.png" in output.out
    assert (out / "b_he.png").exists()
    assert (out / "b_comparison.png").exists()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["--methods", "magic"], "no method called magic"),
        (["--methods", "clahe:clip=99"], "between 0.5 and 40"),
        (["--reference", "x.png", "b.png"], "One reference"),
    ],
)
def test_compare_says_what_makes_no_sense(
    asked: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "a.png", *asked, "--output", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err
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


def test_evaluate_of_enlarging_tells_what_mirnet_train_evaluate_tells(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = str(pairs / "high")
    asked = ["evaluate", "--methods", "enlarge,mirnet:model=enlarge-2x", "--reduced", pictures]
    assert main([*asked, "--json"]) == 0
    plain, enlarged = json.loads(capsys.readouterr().out)
    asked = ["evaluate", "--model", "enlarge-2x", "--pairs", pictures, "--json"]
    assert train(asked) == 0
    trained = json.loads(capsys.readouterr().out)
    assert enlarged["psnr"] == pytest.approx(trained["psnr"], abs=0.01)
    assert plain["psnr"] == pytest.approx(trained["input_psnr"], abs=0.01)
    assert enlarged["luma_psnr"] == pytest.approx(trained["psnr_y"], abs=0.01)
    for methods in ("enlarge,nlm", "nlm", "enlarge,enlarge:factor=3"):
        assert main(["evaluate", "--methods", methods, "--reduced", pictures]) == 2
        assert "methods" in capsys.readouterr().err, "they would get other pictures"
    for wrong in ([], ["--pairs", str(pairs), "--reduced", pictures]):
        assert main(["evaluate", "--methods", "enlarge", *wrong]) == 2
        assert "Use --pairs or --reduced." in capsys.readouterr().err


def test_evaluate_prints_tables(pairs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--methods", "he,gamma", "--pairs", str(pairs), "--per-image"]) == 0
    output = capsys.readouterr().out
    assert "2 pairs" in output
    assert "gamma" in output
    assert "PSNR / SSIM of each picture" in output


def test_evaluate_says_which_picture_has_no_partner(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pairs / "high" / "b.png").unlink()
    assert main(["evaluate", "--methods", "he", "--pairs", str(pairs)]) == 1
    assert "b stands in only one" in capsys.readouterr().err


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every picture called b does to its reader what nobody foresaw."""

    def read(path: Path) -> Photo:
        if path.name == "b.png":
            raise IndexError("list index out of range")
        return read_photo(path)

    rooms = ("compare.comparison", "compare.cases", "trainer.data.preparation.reading")
    for room in rooms:
        monkeypatch.setattr(f"mirnet_gui.{room}.read_photo", read)


@pytest.mark.usefixtures("strange")
def test_compare_goes_on_whatever_a_file_does(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [str(pairs / "low" / name) for name in ("b.png", "a.png")]
    asked = ["compare", *photos, "--methods", "he", "--output", str(tmp_path / "out")]
    assert main(asked) == 1
    output = capsys.readouterr()
    assert "b.png" in output.err
    assert "a_he.png" in output.out


@pytest.mark.usefixtures("strange")
def test_evaluate_goes_on_whatever_a_file_does(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["evaluate", "--methods", "he,gamma", "--pairs", str(pairs), "--per-image"]
    assert main([*asked, "--json"]) == 1
    output = capsys.readouterr()
    for record in json.loads(output.out):
        assert [picture["name"] for picture in record["pictures"]] == ["a"]
        assert [failed["name"] for failed in record["failed"]] == ["b"]
    assert "b.png" in output.err
    assert main(asked) == 1
    assert "1 pairs" in capsys.readouterr().out


@pytest.mark.usefixtures("strange")
def test_prepare_goes_on_whatever_a_file_does(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(["prepare", str(pairs), "--patch", "16"]) == 1
    output = capsys.readouterr().out
    assert "b.png" in output
    assert "1 usable pair of" in output


def test_a_file_called_like_a_formula_is_none_in_the_table(pairs: Path, tmp_path: Path) -> None:
    formula = tmp_path / "=cmd+A1.png"
    (pairs / "low" / "a.png").rename(formula)
    with contextlib.chdir(tmp_path):
        assert main(["compare", formula.name, "--methods", "he", "--output", "out"]) == 0
    table = (tmp_path / "out" / "figures.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(table.splitlines()))
    assert rows[1][0] == "'=cmd+A1.png"
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_training_evaluation_goes_on_after_a_bad_picture(
    pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["evaluate", "--model", "lol-one-pass", "--pairs", str(pairs), "--json"]
    (pairs / "low" / "a.png").write_bytes(b"nothing")
    assert train(asked) == 1
    output = capsys.readouterr()
    record = json.loads(output.out)
    assert (record["pictures"], record["failed"]) == (1, ["a"])
    assert "a.png" in output.err
    (pairs / "high" / "b.png").write_bytes(b"nothing")
    assert train(asked) == 1
    assert "No pair of" in capsys.readouterr().err


def test_where_nothing_was_compared_no_figures_are_in_the_way(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out, photo = tmp_path / "out", tmp_path / "cat.png"
    write_photo(Photo(CAT), photo)
    arguments = ["compare", str(photo), "--methods", "he", "--output", str(out)]
    assert main([*arguments, "--reference", str(tmp_path / "nowhere.png")]) == 1
    assert "Figures" not in capsys.readouterr().out
    assert main(arguments) == 0
    assert (out / "figures.csv").is_file()
