"""Whatever names, links and permissions do: an original stays, byte for byte, and as private."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.batch.journal import Journal
from mirnet_gui.photo.reading import read_photo
from tests.unit.batch.brighter import begun, outcomes_of, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and modes are POSIX's")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "store" / "real.jpg"
    path.parent.mkdir()
    noise = np.random.default_rng(0).integers(0, 64, (24, 32, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    return path


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_link_is_not_replaced_nor_what_it_leads_to(photo: Path, tmp_path: Path) -> None:
    before = _sha256(photo)
    album = tmp_path / "album"
    album.mkdir()
    (album / "link.jpg").symlink_to(Path("..") / "store" / "real.jpg")
    (outcome,) = outcomes_of([album], None, name="{stem}{ext}", replace_originals=True)
    assert outcome.status == "failed"
    assert "“link.jpg” is a link" in outcome.reason
    assert _sha256(photo) == before
    assert [path.name for path in album.iterdir()] == ["link.jpg"]
    assert (album / "link.jpg").is_symlink()


@pytest.mark.parametrize("given", ["folder", "link first"])
def test_a_link_does_not_stand_in_the_way_of_its_photograph(photo: Path, given: str) -> None:
    link = photo.with_name("a link before it.jpg")
    link.symlink_to("real.jpg")
    inputs = [photo.parent] if given == "folder" else [link, photo]
    before = _sha256(photo)
    (outcome,) = outcomes_of(inputs, None, name="{stem}{ext}", replace_originals=True)
    assert (outcome.task.source, outcome.status) == (photo, "done")
    assert link.is_symlink()
    assert _sha256(photo.with_name("real.original.jpg")) == before


@pytest.mark.parametrize("drive", ["hard links", "no hard links"])
def test_a_backup_is_the_original_byte_for_byte(
    photo: Path, monkeypatch: pytest.MonkeyPatch, drive: str
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    before = _sha256(photo)
    if drive == "no hard links":
        monkeypatch.setattr(os, "link", refuse)
    photo.chmod(0o600)
    (outcome,) = outcomes_of([photo], None, name="{stem}{ext}", replace_originals=True)
    assert outcome.status == "done"
    assert _sha256(photo.with_name("real.original.jpg")) == before
    assert _sha256(photo) != before
    assert {path.name for path in photo.parent.iterdir()} == {"real.jpg", "real.original.jpg"}
    assert {path.stat().st_mode & 0o777 for path in photo.parent.iterdir()} == {0o600}


@pytest.mark.parametrize("in_the_way", ["link to the original", "link to nothing", "another file"])
def test_what_is_called_like_the_backup_is_none(photo: Path, in_the_way: str) -> None:
    before = _sha256(photo)
    first = photo.with_name("real.original.jpg")
    if in_the_way == "another file":
        first.write_bytes(b"precious")
    else:
        first.symlink_to("real.jpg" if in_the_way == "link to the original" else "nowhere")
    (outcome,) = outcomes_of([photo], None, name="{stem}{ext}", replace_originals=True)
    assert outcome.status == "done"
    assert _sha256(photo.with_name("real.original-2.jpg")) == before
    if in_the_way == "another file":
        assert first.read_bytes() == b"precious"
    else:
        assert first.is_symlink()


def test_the_other_name_of_a_file_keeps_the_original(photo: Path, tmp_path: Path) -> None:
    before = _sha256(photo)
    other = tmp_path / "other.jpg"
    os.link(photo, other)
    (outcome,) = outcomes_of([other], None, name="{stem}{ext}", replace_originals=True)
    assert outcome.status == "done"
    assert _sha256(photo) == _sha256(tmp_path / "other.original.jpg") == before


def test_overwriting_a_link_does_not_touch_what_it_leads_to(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    elsewhere = tmp_path / "elsewhere.jpg"
    elsewhere.write_bytes(b"precious")
    (out / "real.jpg").symlink_to(elsewhere)
    (outcome,) = outcomes_of([photo], out, existing="overwrite")
    assert outcome.status == "done"
    assert elsewhere.read_bytes() == b"precious"
    assert not (out / "real.jpg").is_symlink()
    assert read_photo(out / "real.jpg").pixels.shape == (24, 32, 3)


def test_a_link_to_nothing_is_not_written_through(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "real.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    (outcome,) = outcomes_of([photo], out)
    assert outcome.status == "skipped"
    assert not (tmp_path / "elsewhere.jpg").exists()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o400])
@pytest.mark.parametrize("existing", ["skip", "overwrite"])
def test_a_result_is_not_more_open_than_its_original(
    photo: Path, tmp_path: Path, mode: int, existing: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if existing == "overwrite":
        (out / "real.jpg").write_bytes(b"old")
        (out / "real.jpg").chmod(0o666)
    photo.chmod(mode)
    (outcome,) = outcomes_of([photo], out, existing=existing)
    assert outcome.status == "done"
    assert (out / "real.jpg").stat().st_mode & 0o077 & ~mode == 0
    assert (out / "real.jpg").stat().st_mode & 0o600 == 0o600


def test_the_pictures_in_a_journal_are_for_its_owner(photo: Path, tmp_path: Path) -> None:
    with begun([photo], tmp_path / "out") as journal:
        list(run(journal))
        for path in journal.path.parent.iterdir():
            assert path.stat().st_mode & 0o077 == 0


def test_a_name_that_is_taken_meanwhile_is_another_one_then(photo: Path, tmp_path: Path) -> None:
    """Two batches into one folder plan the same names."""
    out = tmp_path / "out"
    with begun([photo], out, existing="rename") as journal:
        path = journal.path
        out.mkdir(exist_ok=True)
        (out / "real.jpg").write_bytes(b"theirs")
        (outcome,) = run(journal)
    assert (outcome.status, outcome.task.output.name) == ("done", "real-2.jpg")
    assert (out / "real.jpg").read_bytes() == b"theirs"
    assert sorted(path.name for path in out.iterdir()) == ["real-2.jpg", "real.jpg"]
    with Journal.open(path) as again:
        (row,) = again.tasks()
        assert row.output == out / "real-2.jpg"


def test_a_linked_folder_does_not_lead_results_out_of_theirs(photo: Path, tmp_path: Path) -> None:
    album, elsewhere, out = (tmp_path / name for name in ("album", "elsewhere", "out"))
    for folder in (album / "trip", elsewhere, out):
        folder.mkdir(parents=True)
    (album / "trip" / "real.jpg").write_bytes(photo.read_bytes())
    (elsewhere / "real.jpg").write_bytes(photo.read_bytes())
    (out / "trip").symlink_to(elsewhere)
    before = _sha256(elsewhere / "real.jpg")
    (outcome,) = outcomes_of([album], out, name="{stem}{ext}", existing="overwrite")
    assert outcome.status == "failed"
    assert "through a link" in outcome.reason
    assert _sha256(elsewhere / "real.jpg") == before
    assert [path.name for path in elsewhere.iterdir()] == ["real.jpg"]
