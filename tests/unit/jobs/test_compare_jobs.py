"""What the Compare page asks for, without a window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from skimage import data

from mirnet_gui.compare.comparison import Subject
from mirnet_gui.compare.result import Failure
from mirnet_gui.errors import Cancelled, DataError
from mirnet_gui.jobs.compare_jobs import (
    Compared,
    Reference,
    export_job,
    figures_job,
    input_job,
    method_job,
    reference_job,
)
from mirnet_gui.jobs.difference_view import DifferenceKind, difference_picture
from mirnet_gui.jobs.display import display
from mirnet_gui.jobs.histogram import BINS, channel_histograms
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.sizes import enlarged
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, silent
from mirnet_gui.tone.layers import Layers

CAT = data.chelsea()[:120, :160]
DARK = (CAT * 0.3).astype(np.uint8)
SUBJECT = Subject(Photo(DARK))


def run(job: object) -> object:
    return job(silent, CancelToken())


def test_the_photograph_is_a_view_that_took_no_time() -> None:
    view = run(input_job(SUBJECT))
    assert isinstance(view, Compared)
    assert np.array_equal(view.picture.levels[0], DARK)
    assert view.seconds is None


def test_a_method_gives_picture_figures_and_histograms() -> None:
    view = run(method_job(SUBJECT, parse_method("gamma")))
    assert np.array_equal(view.picture.levels[0], view.pixels)
    assert view.entry.figures.measures["mean"] > DARK.mean()
    assert view.seconds > 0
    assert len(view.histograms.luma) == BINS


def test_what_is_known_already_is_developed_and_not_computed_again() -> None:
    relit = np.minimum(DARK.astype(int) * 2, 255).astype(np.uint8)
    picture = display(Photo(relit))
    known = EnhancedPhoto(Layers(DARK, relit, relit), picture, picture, parse_method("mirnet"), 3.5)
    # There are no such weights: whoever computed would say so.
    plain = run(method_job(SUBJECT, parse_method("mirnet:model=gone"), "auto", known))
    assert plain.picture is picture
    assert plain.seconds == 3.5
    half = run(method_job(SUBJECT, parse_method("mirnet:model=gone:strength=0.5"), "auto", known))
    assert half.pixels.mean() == pytest.approx((DARK.mean() + relit.mean()) / 2, abs=0.6)
    assert half.entry.method == "mirnet:model=gone:strength=0.5"


def test_a_method_that_fails_is_a_view_that_says_why() -> None:
    view = run(method_job(SUBJECT, parse_method("file:/gone.png")))
    assert isinstance(view.entry.result, Failure)
    assert view.picture is None
    assert view.pixels is None


def test_a_cancel_is_no_failure() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        method_job(SUBJECT, parse_method("he"))(silent, token)


def test_a_reference_is_measured_against(tmp_path: Path) -> None:
    write_photo(Photo(CAT), tmp_path / "truth.png")
    reference = run(reference_job(SUBJECT, tmp_path / "truth.png", []))
    assert isinstance(reference, Reference)
    view = run(method_job(SUBJECT, parse_method("gamma")))
    assert view.entry.figures.fidelity is None
    anew = run(figures_job([view], reference.photo))
    assert anew[0].entry.figures.fidelity.psnr > 5
    assert anew[0].picture is view.picture
    assert run(figures_job(anew, None))[0].entry.figures.fidelity is None
    write_photo(Photo(CAT[:50]), tmp_path / "small.png")
    with pytest.raises(DataError, match=r"small.png"):
        run(reference_job(SUBJECT, tmp_path / "small.png", []))


def test_a_reference_may_be_as_large_as_what_a_method_makes(tmp_path: Path) -> None:
    write_photo(Photo(enlarged(CAT, 2)), tmp_path / "large.png")
    methods = [parse_method("he"), parse_method("enlarge")]
    reference = run(reference_job(SUBJECT, tmp_path / "large.png", methods))
    views = [run(method_job(SUBJECT, method)) for method in methods]
    plain, larger = run(figures_job(views, reference.photo))
    assert plain.entry.figures.fidelity is None, "it is of another size"
    assert larger.entry.figures.fidelity.psnr > 5
    with pytest.raises(DataError, match=r"large.png"):
        run(reference_job(SUBJECT, tmp_path / "large.png", methods[:1]))


def test_differences_have_the_colours_that_are_promised() -> None:
    grey = np.full((20, 20, 3), 100, np.uint8)
    brighter, darker = grey + 60, grey - 60
    colour = (
        difference_picture(brighter, grey, DifferenceKind.LUMINANCE, 2.0).reshape(-1, 3).mean(0)
    )
    assert colour[0] > colour[2] + 50
    colour = difference_picture(darker, grey, DifferenceKind.LUMINANCE, 2.0).reshape(-1, 3).mean(0)
    assert colour[2] > colour[0] + 50
    none = difference_picture(grey, grey, DifferenceKind.LUMINANCE, 20.0)
    assert np.ptp(none.reshape(-1, 3)) == 0
    assert difference_picture(grey, grey, DifferenceKind.COLOUR, 20.0).max() < 20
    assert difference_picture(DARK, CAT, DifferenceKind.STRUCTURE, 1.0).mean() > 20


def test_gain_makes_differences_stronger() -> None:
    means = [
        np.abs(
            difference_picture(DARK, CAT, DifferenceKind.LUMINANCE, gain).astype(int) - 58
        ).mean()
        for gain in (0.5, 1.0, 2.0)
    ]
    assert means == sorted(means)
    assert means[2] > 1.5 * means[0]


def test_histograms_are_shares_of_each_channel() -> None:
    red = np.zeros((10, 10, 3), np.uint8)
    red[..., 0] = 255
    displayed = channel_histograms(display(Photo(red)))
    assert displayed.red[-1] == 1.0
    assert displayed.green[0] == displayed.blue[0] == 1.0
    assert displayed.luma[76 * BINS // 256] == 1.0


def test_an_export_never_takes_a_name_that_stands(tmp_path: Path) -> None:
    entry = run(method_job(SUBJECT, parse_method("he"))).entry
    first = run(export_job(SUBJECT, [entry], tmp_path))
    before = {path: path.read_bytes() for path in first.iterdir()}
    second = run(export_job(SUBJECT, [entry], tmp_path))
    assert second != first
    assert {path: path.read_bytes() for path in first.iterdir()} == before
    assert (second / "photograph_he.png").exists()
