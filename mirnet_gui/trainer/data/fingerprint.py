"""By what a folder of training pictures is known again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.photo.pairs import paired_folder, pictures_in

_END = 1 << 16


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Number of pictures and a sha256 over their names, sizes and both ends of their bytes."""

    pictures: int
    sha256: str


def fingerprint_of(folder: Path, kind: str, *, usable_only: bool = False) -> Fingerprint:
    """The fingerprint of ``folder``, "pairs" or "clean" as in :class:`Source`.

    Raises :class:`DataError` when it holds nothing to train with, OSError when it is unreadable.
    """
    digest = hashlib.sha256()
    paths = _pictures(folder, kind, usable_only)
    for path in paths:
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(str(path.stat().st_size).encode())
        digest.update(_ends(path))
    return Fingerprint(len(paths), digest.hexdigest())


def _pictures(folder: Path, kind: str, usable_only: bool) -> list[Path]:
    if kind == "clean":
        return pictures_in(folder)
    pairs = paired_folder(folder, usable_only=usable_only)
    return [path for pair in pairs for path in (pair.low, pair.high)]


def _ends(path: Path) -> bytes:
    # Whole files would take hours where somebody trains on thousands of TIFFs.
    with path.open("rb") as file:
        start = file.read(_END)
        file.seek(max(path.stat().st_size - _END, 0))
        return start + file.read(_END)
