from __future__ import annotations

from pathlib import Path

from mirnet_gui.trainer.data.fingerprint import fingerprint_of


def test_a_folder_is_known_by_what_is_in_it(folders: Path) -> None:
    before = fingerprint_of(folders / "pairs", "pairs")
    assert before.pictures == 6
    assert fingerprint_of(folders / "pairs", "pairs") == before
    assert fingerprint_of(folders / "clean", "clean").pictures == 1
    changed = folders / "pairs" / "low" / "cat.png"
    changed.write_bytes((folders / "pairs" / "low" / "cup.png").read_bytes())
    assert fingerprint_of(folders / "pairs", "pairs").sha256 != before.sha256


def test_a_renamed_picture_is_another(folders: Path) -> None:
    before = fingerprint_of(folders / "clean", "clean")
    (folders / "clean" / "cup.png").rename(folders / "clean" / "mug.png")
    assert fingerprint_of(folders / "clean", "clean") != before
