"""Names: which files are taken for photographs, and what a result is called."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from mirnet_gui.photo.formats import (
    EXTENSIONS,
    READ_EXTENSIONS,
    SIGNATURE_LENGTH,
    kind_of_content,
)
from mirnet_gui.photo.photo import Format

_BACKUP: Final = ".original"
_JUNK: Final = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})
_JUNK_FOLDERS: Final = frozenset({
    "__macosx", "@eadir", "$recycle.bin", "system volume information", "lost+found",
})  # fmt: skip
_SIDECARS: Final = frozenset({".xmp", ".pp3", ".dop", ".aae"})
_OTHER_PICTURES: Final = frozenset({
    ".jxr", ".wdp", ".hdp", ".psd", ".psb", ".xcf", ".kra", ".clip", ".svg", ".svgz", ".ai", ".eps",
    ".ico", ".cur", ".icns", ".tga", ".exr", ".hdr", ".pcx", ".dds", ".fits", ".fit", ".djvu",
    ".qoi", ".bpg", ".flif", ".pict", ".pct", ".sgi", ".wmf", ".emf", ".afphoto",
})  # fmt: skip
_OTHER_SIGNATURES: Final = (b"8BPS", b"gimp xcf", b"v/1\x01")

Why = Literal["link", "second name", "sidecar", "other kind", "result"]
"""Of what is passed over: a folder that is a link, another name of a photograph that there is
already, a file of settings beside a photograph, a picture that is not read, a result of ours."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What was found and is no photograph to work on, though somebody may miss it."""

    path: Path
    why: Why


def _unminded(_passed_over: PassedOver) -> None:
    pass


def is_supported(path: Path) -> bool:
    """Whether the name is that of a photograph; the file itself is not looked at.

    Thumbs.db and .DS_Store have no such extension; "._*" are the companions that macOS leaves on
    foreign drives, named like the photograph itself.
    """
    return path.suffix.lower() in READ_EXTENSIONS and not path.name.startswith("._")


def photographs_in(
    folder: Path,
    *,
    leaving_out: Path | None = None,
    pass_over: Callable[[PassedOver], None] = _unminded,
) -> Iterator[Path]:
    """Every photograph in ``folder``, however deep, folder by folder in order.

    A photograph is what has the content of one, whatever it is called, or only the name: whoever
    opens that will hear what is wrong with it. Hidden files and what systems leave about are passed
    over, and so is the folder ``leaving_out`` with all that is in it; what somebody may miss is
    told to ``pass_over``. A folder that cannot be looked into comes as it is.
    """
    locked: list[Path] = []
    closed = leaving_out.resolve() if leaving_out else None
    for name, subfolders, files in os.walk(
        folder, onerror=lambda e: locked.append(Path(e.filename))
    ):
        here = Path(name)
        subfolders[:] = sorted(
            sub
            for sub in subfolders
            if not _is_junk(sub, _JUNK_FOLDERS) and (here / sub).resolve() != closed
        )
        for sub in subfolders:
            if (here / sub).is_symlink():
                # It may lead anywhere, even here.
                pass_over(PassedOver(here / sub, "link"))
        for path in (here / file for file in sorted(files)):
            if is_photograph(path):
                yield path
            elif why := _why_missed(path):
                pass_over(PassedOver(path, why))
    yield from locked


def is_photograph(path: Path) -> bool:
    """Whether a file found in a folder is taken for a photograph: by its content or its name."""
    if _is_junk(path.name, _JUNK):
        return False
    return is_supported(path) or _has_content_of_one(path)


def _is_junk(name: str, known: frozenset[str]) -> bool:
    return name.startswith(".") or name.casefold() in known


def _has_content_of_one(path: Path) -> bool:
    return kind_of_content(_head(path)) is not None


def _head(path: Path) -> bytes:
    try:
        # Opening a pipe would wait for ever.
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(SIGNATURE_LENGTH)
    except OSError:
        return b""


def _why_missed(path: Path) -> Why | None:
    """Why somebody may miss a file that is not taken for a photograph; None for any other file."""
    if _is_junk(path.name, _JUNK):
        return None
    extension = path.suffix.lower()
    if extension in _SIDECARS:
        return "sidecar"
    is_other = extension in _OTHER_PICTURES or _head(path).startswith(_OTHER_SIGNATURES)
    return "other kind" if is_other else None


def format_from_extension(path: Path) -> Format | None:
    """The format that the name promises, or None."""
    return EXTENSIONS.get(path.suffix.lower())


def extension_of(target: Format) -> str:
    """The usual extension of a format, with its dot."""
    return next(extension for extension, name in EXTENSIONS.items() if name == target)


def backup_of(original: Path) -> Path:
    """Where ``original`` is kept when a result takes its place."""
    return original.with_name(f"{original.stem}{_BACKUP}{original.suffix}")


def original_of(backup: Path) -> Path | None:
    """What :func:`backup_of` made ``backup`` of, by its name; None when it made it of nothing."""
    stem = re.sub(rf"{re.escape(_BACKUP)}(-\d+)?$", "", backup.stem)
    return None if stem == backup.stem else backup.with_name(f"{stem}{backup.suffix}")


def safe_name(text: str) -> str:
    """``text`` without what some system forbids in names, and not too long."""
    return re.sub(r"[^\w.=+-]+", "-", text).strip("-.")[:80]
