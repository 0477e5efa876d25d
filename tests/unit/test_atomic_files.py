"""A file appears whole or not at all, and never over another that nobody gave up."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from mirnet_gui.atomic import atomic_path


@pytest.fixture(params=["hard links", "no hard links"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on a drive with hard links, and on one without (FAT)."""

    def refuse(*_: object) -> NoReturn:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if request.param == "no hard links":
        monkeypatch.setattr(os, "link", refuse)
    return tmp_path


@pytest.mark.parametrize("overwrite", [False, True])
def test_nothing_is_there_before_the_end(folder: Path, overwrite: bool) -> None:
    target = folder / "weights.bin"
    with atomic_path(target, overwrite) as temporary:
        temporary.write_bytes(b"whole")
        assert not target.exists()
        assert temporary.parent == folder
    assert target.read_bytes() == b"whole"
    assert list(folder.iterdir()) == [target]


def test_a_failure_leaves_all_as_it_was(folder: Path) -> None:
    target = folder / "a"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), atomic_path(target, overwrite=True) as temporary:
        temporary.write_bytes(b"half")
        raise RuntimeError
    assert target.read_bytes() == b"old"
    assert list(folder.iterdir()) == [target]


def test_an_existing_file_is_refused_before_any_work(folder: Path) -> None:
    target = folder / "a"
    target.write_bytes(b"old")
    with pytest.raises(FileExistsError), atomic_path(target, overwrite=False):
        pytest.fail("the work began")


def test_a_file_that_appears_in_the_meantime_stays(folder: Path) -> None:
    target = folder / "a"
    with pytest.raises(FileExistsError), atomic_path(target, overwrite=False) as temporary:
        temporary.write_bytes(b"mine")
        target.write_bytes(b"theirs")
    assert target.read_bytes() == b"theirs"
    assert list(folder.iterdir()) == [target]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_are_the_usual_ones_or_those_of_the_file_before(folder: Path) -> None:
    usual = folder / "usual"
    usual.touch()
    for target, overwrite in ((folder / "new", False), (folder / "old", True)):
        if overwrite:
            target.touch()
            target.chmod(0o640)
        with atomic_path(target, overwrite) as temporary:
            temporary.write_bytes(b"x")
    assert (folder / "new").stat().st_mode == usual.stat().st_mode
    assert (folder / "old").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_is_replaced_and_what_it_leads_to_stays(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "real" / "a").write_bytes(b"old")
    (folder / "link").symlink_to(folder / "real" / "a")
    with atomic_path(folder / "link", overwrite=True) as temporary:
        temporary.write_bytes(b"new")
    assert not (folder / "link").is_symlink()
    assert (folder / "link").read_bytes() == b"new"
    assert (folder / "real" / "a").read_bytes() == b"old"
