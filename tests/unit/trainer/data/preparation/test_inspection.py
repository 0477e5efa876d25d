from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from mirnet_gui.errors import Cancelled, DataError
from mirnet_gui.progress import CancelToken, Progress, silent
from mirnet_gui.trainer.data.preparation.findings import Finding, Inspection, Kind
from mirnet_gui.trainer.data.preparation.inspection import inspect
from mirnet_gui.trainer.data.preparation.reading import RequiredSizes
from tests.unit.trainer.data.preparation.pairs_at_night import (
    NAMES,
    at_night,
    photograph,
    save_pair,
)


def look(folder: Path, validation: Path | None = None, scale: int = 1) -> Inspection:
    return inspect(folder, validation, silent, CancelToken(), RequiredSizes(scale=scale))


def only(inspection: Inspection, kind: Kind) -> Finding:
    (finding,) = inspection.findings
    assert finding.kind == kind
    return finding


@pytest.fixture
def validation(tmp_path: Path) -> Path:
    """One pair of a scene that is not in the training folder."""
    folder = tmp_path / "validation"
    save_pair(folder, "new", data.retina()[500:800, 400:800])
    return folder


def test_a_faultless_folder_has_no_findings(pairs: Path) -> None:
    inspection = look(pairs)
    assert inspection.findings == ()
    assert not inspection.is_faulty
    assert inspection.pairs == len(inspection.scenes) == 4
    assert inspection.messages() == ["4 usable pairs of 4 scenes; faults: 0; warnings: 0."]


@pytest.mark.parametrize("side", ["low", "high"])
@pytest.mark.parametrize("damage", ["truncated", "empty", "text"])
def test_an_unreadable_picture_stops_no_other(pairs: Path, side: str, damage: str) -> None:
    broken = pairs / side / "coffee.png"
    whole = broken.read_bytes()
    contents = {"truncated": whole[: len(whole) // 2], "empty": b"", "text": b"not a picture"}
    broken.write_bytes(contents[damage])
    inspection = look(pairs)
    finding = only(inspection, "unreadable")
    assert finding.pictures == (broken,)
    assert str(broken) in finding.sentence
    assert inspection.is_faulty
    assert inspection.pairs == 3


def test_both_pictures_of_a_pair_are_told_when_both_are_broken(pairs: Path) -> None:
    for side in ("low", "high"):
        (pairs / side / "rocket.png").write_bytes(b"")
    assert [finding.kind for finding in look(pairs).findings] == ["unreadable", "unreadable"]


@pytest.mark.parametrize(("gone", "left"), [("low", "high"), ("high", "low")])
def test_a_picture_without_partner_is_named(pairs: Path, gone: str, left: str) -> None:
    (pairs / gone / "coffee.png").unlink()
    finding = only(look(pairs), "unpaired")
    assert finding.pictures == (pairs / left / "coffee.png",)
    assert f"stands in {gone}/" in finding.sentence
    assert finding.severity == "fault"


def test_of_noisy_and_clean_the_folder_that_lacks_a_picture_is_named(pairs: Path) -> None:
    (pairs / "high" / "coffee.png").unlink()
    (pairs / "low").rename(pairs / "noisy")
    (pairs / "high").rename(pairs / "clean")
    assert "stands in clean/" in only(look(pairs), "unpaired").sentence


def test_two_pictures_of_one_name_are_not_guessed_at(pairs: Path) -> None:
    Image.fromarray(photograph("chelsea")).save(pairs / "high" / "coffee.jpg")
    inspection = look(pairs)
    assert len(only(inspection, "unpaired").pictures) == 3
    assert inspection.pairs == 3


def test_pairs_of_two_sizes_are_named(pairs: Path) -> None:
    Image.fromarray(photograph("coffee")[:200]).save(pairs / "high" / "coffee.png")
    finding = only(look(pairs), "sizes")
    assert "400 x 300" in finding.sentence
    assert "400 x 200" in finding.sentence
    assert finding.severity == "fault"


def _halve_lows(folder: Path) -> None:
    for path in (folder / "low").iterdir():
        with Image.open(path) as picture:
            picture.reduce(2).save(path)


def test_pairs_of_a_whole_number_of_sizes_come_with_the_option_that_takes_them(pairs: Path) -> None:
    assert "--scale" not in look(pairs).messages()[0]
    _halve_lows(pairs)
    inspection = look(pairs)
    assert {finding.kind for finding in inspection.findings} == {"sizes"}
    assert "200 x 150 pixels, " in inspection.findings[0].sentence
    assert "400 x 300: for pairs of this kind, give --scale 2." in inspection.findings[0].sentence
    assert inspection.pairs == 0
    assert look(pairs, scale=2).findings == ()
    assert look(pairs, scale=2).pairs == 4
    assert "give --scale 2." in look(pairs, scale=3).findings[0].sentence


def test_a_pair_of_another_scale_is_named(pairs: Path) -> None:
    _halve_lows(pairs)
    Image.fromarray(photograph("coffee")[:299]).save(pairs / "high" / "coffee.png")
    finding = only(look(pairs, scale=2), "sizes")
    assert "200 x 150 pixels, " in finding.sentence
    assert "400 x 299 and not 2 times as large." in finding.sentence
    Image.fromarray(photograph("coffee")).save(pairs / "low" / "coffee.png")
    Image.fromarray(photograph("coffee")).save(pairs / "high" / "coffee.png")
    assert "give --scale 1." in only(look(pairs, scale=2), "sizes").sentence


def test_pairs_of_two_sizes_are_compared_at_one(pairs: Path, validation: Path) -> None:
    """Shifted, repeated, in validation, too: told as for pairs of one size."""
    cup = photograph("coffee")
    save_pair(pairs, "coffee", cup[:-8, 6:], at_night(cup)[8:, :-6])
    shutil.copy(pairs / "low" / "astronaut.png", pairs / "low" / "again.png")
    shutil.copy(pairs / "high" / "astronaut.png", pairs / "high" / "again.png")
    shutil.copy(pairs / "low" / "chelsea.png", validation / "low")
    shutil.copy(pairs / "high" / "chelsea.png", validation / "high")
    _halve_lows(pairs)
    _halve_lows(validation)
    inspection = look(pairs, validation, scale=2)
    found = {finding.kind: finding for finding in inspection.findings}
    assert found.keys() == {"shifted", "duplicate", "scene", "leak"}
    told = re.search(r"by ([\d.]+) pixels of the smaller one", found["shifted"].sentence)
    assert told is not None
    assert float(told[1]) == pytest.approx(5.0, abs=0.5), "3 across, 4 down"


def test_a_shifted_pair_is_a_warning_with_its_shift(pairs: Path) -> None:
    cup = photograph("coffee")
    save_pair(pairs, "coffee", cup[:-5, 3:], at_night(cup)[5:, :-3])
    inspection = look(pairs)
    assert "by 5.8 pixels (-3.0 across, +5.0 down)" in only(inspection, "shifted").sentence
    assert inspection.count("warning") == 1
    assert not inspection.is_faulty
    assert inspection.pairs == 4


def test_a_pair_of_two_places_is_a_warning(pairs: Path) -> None:
    save_pair(pairs, "chelsea", photograph("chelsea"), at_night(photograph("coffee"), seed=1))
    assert only(look(pairs), "unrelated").severity == "warning"


def test_the_same_pair_twice_is_a_duplicate(pairs: Path) -> None:
    for side in ("low", "high"):
        shutil.copy(pairs / side / "coffee.png", pairs / side / "cup.png")
    kinds = {finding.kind: finding for finding in look(pairs).findings}
    assert set(kinds) == {"duplicate", "scene"}
    assert "so are their references" in kinds["duplicate"].sentence


def test_duplicates_are_known_by_their_pixels_not_by_their_bytes(pairs: Path) -> None:
    low = Image.open(pairs / "low" / "coffee.png")
    low.save(pairs / "low" / "cup.png", compress_level=1)
    Image.fromarray(photograph("coffee") // 2).save(pairs / "high" / "cup.png")
    (finding,) = [f for f in look(pairs).findings if f.kind == "duplicate"]
    assert finding.pictures == (pairs / "low" / "coffee.png", pairs / "low" / "cup.png")
    assert "their references differ" in finding.sentence


def test_a_picture_paired_with_itself_is_told(pairs: Path) -> None:
    shutil.copy(pairs / "high" / "coffee.png", pairs / "low" / "coffee.png")
    assert "nothing is learned" in only(look(pairs), "duplicate").sentence


def test_several_exposures_of_one_reference_are_one_scene_and_no_defect(pairs: Path) -> None:
    cup = photograph("coffee")
    save_pair(pairs, "coffee-darker", cup, at_night(cup, seed=1) // 2)
    inspection = look(pairs)
    finding = only(inspection, "scene")
    assert "2 pairs have the same reference" in finding.sentence
    assert finding.severity == "information"
    assert inspection.pairs == 5
    assert len(inspection.scenes) == 4
    assert inspection.messages() == ["5 usable pairs of 4 scenes; faults: 0; warnings: 0."]


def test_references_without_any_structure_are_still_one_scene_when_equal(pairs: Path) -> None:
    flat = np.full((80, 80, 3), 200, np.uint8)
    save_pair(pairs, "wall", flat)
    save_pair(pairs, "wall-again", flat, at_night(flat, seed=1))
    assert len(look(pairs).scenes) == 5


def exact(high: np.ndarray, path: Path) -> None:
    Image.fromarray(high).save(path)


def compressed(high: np.ndarray, path: Path) -> None:
    Image.fromarray(high).save(path, format="JPEG", quality=50)


def brighter(high: np.ndarray, path: Path) -> None:
    Image.fromarray(np.clip(high * 1.3, 0, 255).astype(np.uint8)).save(path)


@pytest.mark.parametrize("copy", [exact, compressed, brighter])
def test_a_validation_picture_of_a_training_scene_leaks(
    pairs: Path, validation: Path, copy: Callable[[np.ndarray, Path], None]
) -> None:
    save_pair(validation, "cup", photograph("coffee"))
    copy(photograph("coffee"), validation / "high" / "cup.png")
    inspection = look(pairs, validation)
    finding = only(inspection, "leak")
    assert finding.pictures == (validation / "high" / "cup.png", pairs / "high" / "coffee.png")
    assert inspection.is_faulty
    assert inspection.validation_pairs == 2


def test_a_reference_without_structure_leaks_when_it_is_the_same(
    pairs: Path, validation: Path
) -> None:
    flat = np.full((80, 80, 3), 200, np.uint8)
    save_pair(pairs, "wall", flat)
    save_pair(validation, "wall", flat, at_night(flat, seed=1))
    leaks = [finding for finding in look(pairs, validation).findings if finding.kind == "leak"]
    assert [finding.pictures[1].stem for finding in leaks] == ["wall"]


def test_the_validation_folder_is_checked_too(pairs: Path, validation: Path) -> None:
    (validation / "low" / "alone.png").write_bytes((pairs / "low" / "coffee.png").read_bytes())
    assert only(look(pairs, validation), "unpaired").pictures == (validation / "low" / "alone.png",)


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="low"):
        look(tmp_path)


def test_the_record_is_json_with_every_finding(pairs: Path) -> None:
    (pairs / "low" / "coffee.png").unlink()
    record = json.loads(json.dumps(look(pairs).record()))
    assert record["pairs"] == 3
    assert record["faults"] == 1
    assert record["validation_pairs"] is None
    assert record["findings"][0]["kind"] == "unpaired"
    assert record["findings"][0]["severity"] == "fault"
    assert record["findings"][0]["pictures"] == [str(pairs / "high" / "coffee.png")]


def test_progress_counts_the_pairs_of_both_folders(pairs: Path, validation: Path) -> None:
    seen: list[Progress] = []
    inspect(pairs, validation, seen.append, CancelToken())
    assert seen == [Progress(done, 5, "pair") for done in range(1, 6)]


def test_a_cancel_takes_effect_before_the_next_pair(pairs: Path) -> None:
    cancel, seen = CancelToken(), []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        cancel.cancel()

    with pytest.raises(Cancelled):
        inspect(pairs, None, stop, cancel)
    assert len(seen) == 1


def test_lists_of_many_pictures_are_cut_short(pairs: Path) -> None:
    cup = photograph("coffee")
    dark = at_night(cup)
    for darker in range(2, 8):
        save_pair(pairs, f"cup{darker}", cup, dark // darker)
    finding = only(look(pairs), "scene")
    assert len(finding.pictures) == 7
    assert finding.sentence.endswith(" and 3 more.")


def test_names_that_are_no_text_can_be_told(pairs: Path) -> None:
    odd = Path(str(pairs / "low" / "caf") + "\udce9.png")
    shutil.copy(pairs / "low" / "coffee.png", odd)
    sentence = only(look(pairs), "unpaired").sentence
    assert sentence.encode()


def test_every_scene_of_the_folder_is_told_apart(pairs: Path) -> None:
    assert sorted(scene[0].high.stem for scene in look(pairs).scenes) == sorted(NAMES)
