from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from mirnet_gui.errors import Cancelled, DataError, UnwritablePhoto, UsageError
from mirnet_gui.photo.pairs import Pair, paired_folder
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.progress import CancelToken, Progress
from mirnet_gui.trainer.cli import main
from mirnet_gui.trainer.data.preparation import reading
from mirnet_gui.trainer.data.preparation.preparing import prepare
from mirnet_gui.trainer.data.preparation.split import SplitPlan, choose
from tests.unit.trainer.data.preparation.pairs_at_night import NAMES, photograph, save_pair


@pytest.fixture
def exposures(pairs: Path) -> Path:
    """Every scene in three exposures: twelve pairs."""
    for name in NAMES:
        dark = read_photo(pairs / "low" / f"{name}.png").pixels
        for darker in (2, 3):
            save_pair(pairs, f"{name}-{darker}", photograph(name), dark // darker)
    return pairs


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def stems(pairs: list[Pair]) -> set[str]:
    return {pair.low.stem for pair in pairs}


def test_whole_scenes_go_to_training_or_validation(exposures: Path, tmp_path: Path) -> None:
    before, output = files_of(exposures), tmp_path / "split"
    done = prepare(exposures, plan=SplitPlan(output, share=0.25))
    train, val = paired_folder(output / "train"), paired_folder(output / "val")
    assert (len(train), len(val)) == (9, 3)
    assert len({pair.low.stem.split("-")[0] for pair in val}) == 1
    assert stems(train) | stems(val) == {Path(name).stem for name in before}
    copies = files_of(output / "train") | files_of(output / "val")
    assert copies == before == files_of(exposures)
    assert "9 pairs" in done.messages()[-1]
    assert done.record()["split"] == {"output": str(output), "seed": 0, "train": 9, "val": 3}


def test_a_split_leaks_nothing(exposures: Path, tmp_path: Path) -> None:
    output = tmp_path / "split"
    prepare(exposures, plan=SplitPlan(output, share=0.5))
    again = prepare(output / "train", validation=output / "val")
    assert not again.inspection.is_faulty
    assert again.record()["split"] is None


def test_the_seed_chooses_the_scenes(tmp_path: Path) -> None:
    scenes = [(Pair(Path(f"low/{i}"), Path(f"high/{i}")),) for i in range(50)]
    chosen = [stems(choose(scenes, SplitPlan(tmp_path, 0.2, seed))[1]) for seed in (1, 1, 2)]
    assert chosen[0] == chosen[1] != chosen[2]


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5, 0.9, 0.99])
def test_the_share_is_met_and_neither_side_empty(tmp_path: Path, share: float) -> None:
    sizes = [int(n) for n in np.random.default_rng(3).integers(1, 5, 60)]
    scenes = [
        tuple(Pair(Path(f"low/{i}-{j}"), Path(f"high/{i}-{j}")) for j in range(size))
        for i, size in enumerate(sizes)
    ]
    train, val = choose(scenes, SplitPlan(tmp_path, share))
    assert train
    assert val
    assert len(train) + len(val) == sum(sizes)
    assert len(val) == pytest.approx(share * sum(sizes), abs=4)


def test_something_is_left_to_train_with(tmp_path: Path) -> None:
    scenes = [(Pair(Path(f"low/{i}"), Path(f"high/{i}")),) for i in range(4)]
    train, val = choose(scenes, SplitPlan(tmp_path, 0.99))
    assert (len(train), len(val)) == (1, 3)


def test_large_scenes_are_parted_all_the_same(tmp_path: Path) -> None:
    scenes = [
        tuple(Pair(Path(f"{s}{i}"), Path(f"{s}{i}")) for i in range(n))
        for s, n in zip("ab", (9, 8), strict=True)
    ]
    train, val = choose(scenes, SplitPlan(tmp_path, 0.1))
    assert (len(train), len(val)) == (9, 8)


def test_one_scene_cannot_be_split(tmp_path: Path) -> None:
    save_pair(tmp_path / "pairs", "cup", photograph("coffee"))
    with pytest.raises(DataError, match="two scenes"):
        prepare(tmp_path / "pairs", plan=SplitPlan(tmp_path / "split"))
    assert not (tmp_path / "split").exists()


def test_why_too_little_is_left_to_be_split_is_told(tmp_path: Path) -> None:
    for name in ("coffee", "chelsea"):
        large = photograph(name)
        save_pair(tmp_path / "pairs", name, large, np.ascontiguousarray(large[::2, ::2]))
    with pytest.raises(DataError) as raised:
        prepare(tmp_path / "pairs", plan=SplitPlan(tmp_path / "split"))
    assert "give --scale 2" in raised.value.hint


def test_what_cannot_be_used_is_told_and_left_out(exposures: Path, tmp_path: Path) -> None:
    (exposures / "low" / "coffee.png").write_bytes(b"")
    done = prepare(exposures, plan=SplitPlan(tmp_path / "split", 0.3))
    assert done.inspection.is_faulty
    assert not list((tmp_path / "split").rglob("coffee.png"))
    assert done.split is not None
    assert len(done.split.train) + len(done.split.val) == 11


def test_an_output_that_holds_files_is_refused_before_any_work(pairs: Path, tmp_path: Path) -> None:
    (tmp_path / "split").mkdir()
    (tmp_path / "split" / "notes.txt").write_text("mine")
    seen: list[Progress] = []
    with pytest.raises(UsageError, match="not empty"):
        prepare(pairs, plan=SplitPlan(tmp_path / "split"), progress=seen.append)
    assert not seen
    assert files_of(tmp_path / "split") == {"notes.txt": b"mine"}


def test_an_output_that_is_a_file_is_refused(pairs: Path, tmp_path: Path) -> None:
    (tmp_path / "split").write_text("mine")
    with pytest.raises(UsageError, match="split"):
        prepare(pairs, plan=SplitPlan(tmp_path / "split"))


def test_an_output_below_a_file_is_a_sentence(pairs: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UnwritablePhoto):
        prepare(pairs, plan=SplitPlan(tmp_path / "file" / "split"))


def test_a_name_that_is_too_long_is_a_sentence(pairs: Path, tmp_path: Path) -> None:
    with pytest.raises(UnwritablePhoto, match="too long"):
        prepare(pairs, plan=SplitPlan(tmp_path / ("x" * 300)))


@pytest.mark.parametrize("share", [0.0, 1.0, -1.0, 10.0, float("nan")])
def test_shares_that_make_no_sense_are_refused(tmp_path: Path, share: float) -> None:
    with pytest.raises(UsageError, match="share"):
        SplitPlan(tmp_path, share)


def test_a_split_and_a_validation_folder_exclude_each_other(pairs: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        prepare(pairs, validation=pairs, plan=SplitPlan(tmp_path / "split"))


def test_a_cancelled_split_leaves_no_half_copies(pairs: Path, tmp_path: Path) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.what == "copy" and progress.done == 2:
            cancel.cancel()

    with pytest.raises(Cancelled):
        prepare(pairs, plan=SplitPlan(tmp_path / "split"), progress=stop, cancel=cancel)
    assert files_of(tmp_path / "split") == {}
    prepare(pairs, plan=SplitPlan(tmp_path / "split"))


def test_copies_do_not_hang_on_the_originals(pairs: Path, tmp_path: Path) -> None:
    done = prepare(pairs, plan=SplitPlan(tmp_path / "split"))
    before = files_of(pairs)
    assert done.split is not None
    for pair in (*done.split.train, *done.split.val):
        pair.low.write_bytes(b"overwritten")
    assert files_of(pairs) == before


def test_a_pair_smaller_than_a_patch_is_told_at_once(
    exposures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_pair(exposures, "stamp", photograph("coffee")[:90, :120])
    output = tmp_path / "split"
    asked = ["prepare", str(exposures), "--output", str(output)]
    assert main(asked) == 1
    printed = capsys.readouterr().out
    assert "stamp.png: 120 x 90 pixels, smaller than the patch of 96" in printed
    assert not list(output.rglob("stamp.png"))
    shutil.rmtree(output)
    assert main([*asked, "--patch", "64"]) == 0
    assert list(output.rglob("stamp.png"))


def test_what_nobody_foresaw_in_a_picture_stops_no_other(
    exposures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path) -> Photo:
        if path.parent.name == "low" and path.stem == bad:
            raise IndexError("strange bytes")
        return read_photo(path)

    bad = min(path.stem for path in (exposures / "low").iterdir())
    monkeypatch.setattr(reading, "read_photo", read)
    (finding,) = (f for f in prepare(exposures).inspection.findings if f.severity == "fault")
    assert (finding.kind, finding.pictures) == ("unreadable", (exposures / "low" / f"{bad}.png",))
