"""Folders for results: made where they are wanted, and never in place of a drive that is gone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from mirnet_gui.errors import UnwritablePhoto
from mirnet_gui.photo import outputs
from mirnet_gui.photo.outputs import make_folder, make_output_folder


def test_a_folder_that_is_gone_is_not_made_anew_with_what_was_to_be_in_it(tmp_path: Path) -> None:
    out = tmp_path / "drive" / "out"
    with pytest.raises(UnwritablePhoto):
        make_folder(out / "deeper", out)
    make_folder(out, out)
    assert not out.exists()
    out.mkdir(parents=True)
    make_folder(out / "deeper" / "still", out)
    assert (out / "deeper" / "still").is_dir()


def test_a_folder_for_results_is_tried_and_left_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "new" / "out"
    make_output_folder(out)
    assert list(out.iterdir()) == []

    def full(*, dir: Path) -> None:  # noqa: A002 - its name in tempfile
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(dir))

    monkeypatch.setattr(outputs, "TemporaryFile", full)
    with pytest.raises(UnwritablePhoto, match="out"):
        make_output_folder(out)
