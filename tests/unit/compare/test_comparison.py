"""Methods on one photograph: results, figures, sheet and files."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from mirnet_gui.compare.cases import paired_cases, reduced_cases
from mirnet_gui.compare.comparison import Entry, Subject, compare, read_subject
from mirnet_gui.compare.evaluation import evaluate
from mirnet_gui.compare.export import (
    Places,
    cells_of,
    row_of,
    row_of_input,
    save_figures,
    save_result,
    save_sheets,
)
from mirnet_gui.compare.fidelity import fidelity
from mirnet_gui.compare.result import Failure, Result
from mirnet_gui.compare.sheet import draw_sheet
from mirnet_gui.errors import Cancelled, DataError, OutputExists
from mirnet_gui.methods.registry import parse_method, parse_methods
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, silent

CAT = data.chelsea()[:120, :180]
DARK = (CAT * 0.2).astype(np.uint8)


@pytest.fixture
def subject() -> Subject:
    return Subject(Photo(DARK, path=Path("cat.png")), Photo(CAT))


def entries_of(subject: Subject, methods: str) -> list[Entry]:
    return list(compare(subject, parse_methods(methods), silent, CancelToken()))


def test_every_method_gives_its_result_with_figures(subject: Subject) -> None:
    entries = entries_of(subject, "he,gamma:gamma=0.5")
    assert [entry.method for entry in entries] == ["he", "gamma:gamma=0.5"]
    for entry in entries:
        assert isinstance(entry.result, Result)
        assert entry.figures is not None
        assert entry.figures.fidelity is not None
        expected = peak_signal_noise_ratio(CAT, entry.result.pixels)
        assert entry.figures.fidelity.psnr == pytest.approx(expected, abs=0.01)
        assert entry.figures.measures["mean"] > 40
        assert entry.result.seconds > 0


def test_without_a_reference_there_is_no_psnr() -> None:
    entry = entries_of(Subject(Photo(DARK)), "he")[0]
    assert entry.figures is not None
    assert entry.figures.to_dict()["psnr"] is None
    assert entry.figures.to_dict()["mean"] is not None


def test_a_method_that_fails_is_told_and_the_others_go_on(subject: Subject, tmp_path: Path) -> None:
    entries = entries_of(subject, f"he,file:{tmp_path / 'gone.png'},gamma")
    assert isinstance(entries[1].result, Failure)
    assert "gone.png" in entries[1].result.reason
    assert isinstance(entries[2].result, Result)


def test_a_cancel_ends_it(subject: Subject) -> None:
    token = CancelToken()
    running = compare(subject, parse_methods("he,gamma"), silent, token)
    next(running)
    token.cancel()
    with pytest.raises(Cancelled):
        next(running)


def test_fidelity_is_that_of_scikit_image() -> None:
    near = fidelity(DARK, CAT)
    assert near.psnr == pytest.approx(peak_signal_noise_ratio(CAT, DARK), abs=0.001)
    expected = structural_similarity(
        CAT, DARK, channel_axis=2, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
    )
    assert near.ssim == pytest.approx(expected, abs=0.005)
    assert math.isinf(fidelity(CAT, CAT).psnr)
    deep = CAT.astype(np.uint16) * 257
    assert fidelity(DARK, deep).psnr == pytest.approx(near.psnr, abs=0.01)


def test_what_is_too_small_to_be_measured_is_told() -> None:
    with pytest.raises(DataError, match="11 x 11"):
        fidelity(CAT[:5], CAT[:5])


def test_a_reference_of_another_size_is_told_with_both(tmp_path: Path) -> None:
    for name, pixels in (("dark.png", DARK), ("bright.png", CAT[:100])):
        write_photo(Photo(pixels), tmp_path / name)
    with pytest.raises(DataError, match=r"dark.png.*180 x 120.*bright.png.*180 x 100"):
        read_subject(tmp_path / "dark.png", tmp_path / "bright.png")


def test_results_keep_what_the_photograph_carries(tmp_path: Path) -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
    subject = Subject(Photo(DARK, metadata=Metadata(xmp=xmp)))
    places = Places(tmp_path, "cat", "png", ("he",))
    result = entries_of(subject, "he")[0].result
    assert isinstance(result, Result)
    saved = read_photo(save_result(subject, result, places, overwrite=False))
    assert np.array_equal(saved.pixels, result.pixels)
    assert saved.metadata.xmp == xmp
    with pytest.raises(OutputExists):
        save_result(subject, result, places, overwrite=False)


def test_names_of_results_are_names_on_every_system(tmp_path: Path) -> None:
    chain, file = "he:channel=rgb+clahe", 'file:"C:\\their, picture.png"'
    places = Places(tmp_path, "cat", "jpeg", (chain, file))
    assert places.result(chain).name == "cat_he-channel=rgb+clahe.jpg"
    assert places.result(file).name == "cat_file-C-their-picture.png.jpg"


def test_results_of_alike_or_long_names_stand_beside_each_other(tmp_path: Path) -> None:
    deep = "/".join(["results of another program"] * 5)
    methods = (f"file:{deep}/one.png", f"file:{deep}/other.png", "onnx:/a/b.onnx", "onnx:/a-b.onnx")
    places = Places(tmp_path, "cat", "png", methods)
    assert len({places.result(method) for method in methods}) == len(methods)
    assert set(places.all()) >= {places.result(method) for method in methods}


def test_a_sheet_holds_all_pictures_and_nothing_is_cut_off(subject: Subject) -> None:
    entries = entries_of(subject, "he,gamma,clahe:clip=3:grid=4")
    cells = cells_of(subject, entries)
    assert [cell.name for cell in cells] == [
        "Photograph",
        "HE",
        "Gamma",
        "CLAHE, clip limit 3, grid 4",
        "Reference",
    ]
    assert "PSNR" in cells[1].lines[0]
    sheet = np.asarray(draw_sheet("cat.png", cells))
    border = np.concatenate([sheet[:, :8].reshape(-1, 3), sheet[:, -8:].reshape(-1, 3)])
    assert (border == border[0]).all()
    for cell in cells:
        assert found_in(sheet, np.asarray(cell.picture)), cell.name


def test_what_figures_mean_stands_at_the_foot_of_a_sheet(subject: Subject) -> None:
    cells = cells_of(subject, entries_of(subject, "he"))
    plain, told = (np.asarray(draw_sheet("cat.png", cells, notes)) for notes in ([], ["x" * 400]))
    assert (told[: len(plain) - 40] == plain[:-40]).all()
    foot = told[len(plain) - 40 :]
    written = (foot != foot[0, 0]).any(axis=2)
    assert len(np.flatnonzero(np.diff(written.any(axis=1).astype(int)) == 1)) >= 2
    assert not written[:, :40].any()
    assert not written[:, -20:].any()


def found_in(sheet: np.ndarray, picture: np.ndarray) -> bool:
    return float(cv2.matchTemplate(sheet, picture, cv2.TM_SQDIFF).min()) / picture.size < 0.5


def test_sheets_and_figures_are_files(subject: Subject, tmp_path: Path) -> None:
    entries = entries_of(subject, "he,file:/gone.png")
    places = Places(tmp_path, "cat", "png")
    save_sheets(subject, entries, places, overwrite=False)
    with Image.open(tmp_path / "cat_comparison.png") as sheet:
        assert sheet.width > 300
    assert (tmp_path / "cat_comparison.pdf").read_bytes().startswith(b"%PDF")
    rows = [
        row_of_input("cat.png", subject),
        *(row_of("cat.png", entry, None) for entry in entries),
    ]
    save_figures(rows, tmp_path, overwrite=False)
    record = json.loads((tmp_path / "figures.json").read_text())
    before, equalized, gone = record
    assert before["method"] == "input"
    assert before["psnr"] == pytest.approx(peak_signal_noise_ratio(CAT, DARK))
    assert before["seconds"] is None
    assert equalized["psnr"] == pytest.approx(
        peak_signal_noise_ratio(CAT, entries[0].result.pixels)
    )
    assert "gone.png" in gone["reason"]
    with (tmp_path / "figures.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert float(table[1]["ssim"]) == pytest.approx(equalized["ssim"])


def test_evaluation_is_the_mean_over_pairs(tmp_path: Path) -> None:
    for name, part in (("a", np.s_[:60]), ("b", np.s_[60:])):
        for folder, pixels in (("low", DARK), ("high", CAT)):
            (tmp_path / folder).mkdir(exist_ok=True)
            write_photo(
                Photo(np.ascontiguousarray(pixels[part])), tmp_path / folder / f"{name}.png"
            )
    evaluation = evaluate(parse_method("gamma"), paired_cases(tmp_path), silent, CancelToken())
    bright = parse_method("gamma").apply(DARK, silent, CancelToken())
    each = [peak_signal_noise_ratio(CAT[part], bright[part]) for part in (np.s_[:60], np.s_[60:])]
    assert evaluation.mean.psnr == pytest.approx(sum(each) / 2, abs=0.01)
    assert [pair.name for pair in evaluation.pairs] == ["a", "b"]
    assert evaluation.seconds_per_megapixel > 0


def _pair(folder: Path, scale: int) -> None:
    small = cv2.resize(CAT, (180 // scale, 120 // scale), interpolation=cv2.INTER_AREA)
    for side, pixels in (("low", small), ("high", CAT)):
        (folder / side).mkdir(parents=True, exist_ok=True)
        write_photo(Photo(pixels), folder / side / "cat.png")


def test_an_enlargement_is_measured_against_a_larger_reference(tmp_path: Path) -> None:
    _pair(tmp_path, 2)
    evaluation = evaluate(parse_method("enlarge"), paired_cases(tmp_path), silent, CancelToken())
    small = read_photo(tmp_path / "low" / "cat.png").pixels
    near = np.asarray(Image.fromarray(small).resize((180, 120), Image.Resampling.BICUBIC))
    assert evaluation.mean.psnr == pytest.approx(peak_signal_noise_ratio(CAT, near), abs=0.05)
    with pytest.raises(DataError, match="is 180 x 120 and has to be 270 x 180"):
        evaluate(parse_method("enlarge:factor=3"), paired_cases(tmp_path), silent, CancelToken())


def test_results_of_several_sizes_are_compared_and_saved(tmp_path: Path) -> None:
    _pair(tmp_path, 2)
    subject = read_subject(tmp_path / "low" / "cat.png", tmp_path / "high" / "cat.png", {1, 2})
    entries = entries_of(subject, "enlarge,enlarge:kernel=lanczos,gamma")
    assert [bool(entry.figures and entry.figures.fidelity) for entry in entries] == [1, 1, 0]
    places = Places(tmp_path, "cat", "png", tuple(entry.method for entry in entries))
    sizes = []
    for entry in entries:
        assert isinstance(entry.result, Result)
        path = save_result(subject, entry.result, places, overwrite=False)
        with Image.open(path) as written:
            sizes.append(written.size)
    assert sizes == [(180, 120), (180, 120), (90, 60)]
    # Of another size in pixels, but of the same view: drawn alike.
    assert [cell.picture.size for cell in cells_of(subject, entries)] == 5 * [(180, 120)]


def test_enlarging_is_measured_on_reduced_pictures_without_their_border(tmp_path: Path) -> None:
    write_photo(Photo(data.chelsea()[:121, :183]), tmp_path / "a.png")
    write_photo(Photo(CAT), tmp_path / "b.png")
    evaluation = evaluate(
        parse_method("enlarge"), reduced_cases(tmp_path, 2), silent, CancelToken()
    )
    assert [pair.name for pair in evaluation.pairs] == ["a"], "every second, from the first on"
    whole = data.chelsea()[:120, :182]
    small = Image.fromarray(whole).resize((91, 60), Image.Resampling.BICUBIC)
    near = np.asarray(small.resize((182, 120), Image.Resampling.BICUBIC))
    inner = (slice(2, -2), slice(2, -2))
    expected = peak_signal_noise_ratio(whole[inner], near[inner])
    assert evaluation.mean.psnr == pytest.approx(expected, abs=0.03)
    shares = np.array([65.481, 128.553, 24.966])
    of_luma = [16 + each[inner] @ shares / 255 for each in (whole, near)]
    expected = peak_signal_noise_ratio(*of_luma, data_range=255)
    assert evaluation.mean.luma_psnr == pytest.approx(expected, abs=0.03)
