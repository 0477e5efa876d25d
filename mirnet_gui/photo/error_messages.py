"""Words for what went wrong with a file, free of any library's jargon."""

from __future__ import annotations

import errno
import logging
from pathlib import Path

from mirnet_gui.errors import MirnetGuiError, UnreadablePhoto, UnwritablePhoto
from mirnet_gui.escaping import printable
from mirnet_gui.language import tr

_LONGEST_NAME = 80

_log = logging.getLogger(__name__)


def quoted(path: Path) -> str:
    """The file's name in quotation marks, shortened and printable whatever its bytes are."""
    return tr("“{name}”", name=shortened(path))


def shortened(path: Path) -> str:
    """The file's name as in :func:`quoted`, without quotation marks."""
    name = printable(path.name or path)
    half = _LONGEST_NAME // 2
    return name if len(name) <= _LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def unreadable(path: Path, error: OSError) -> UnreadablePhoto:
    """The sentence for a file that the system does not let us read."""
    name = quoted(path)
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            sentence = tr("{name} does not exist.", name=name)
            hint = tr("Check the name, and whether its drive is connected.")
        case errno.EACCES | errno.EPERM:
            sentence = tr("There is no permission to read {name}.", name=name)
            hint = tr("Allow yourself to read it, or copy it to a folder of your own.")
        case errno.EISDIR:
            sentence = tr("{name} is a folder, not a photograph.", name=name)
            hint = tr("Choose the photographs inside it.")
        case errno.ENAMETOOLONG:
            sentence = tr("The name {name} is too long.", name=name)
            hint = tr("Give it a shorter name.")
        case _:
            sentence = tr(
                "{name} could not be read: {strerror}.", name=name, strerror=error.strerror
            )
            hint = tr("Check the drive, and try again.")
    return UnreadablePhoto(path, sentence, hint)


def unwritable(path: Path, error: OSError) -> UnwritablePhoto:
    """The sentence for a file that the system does not let us write."""
    name = quoted(path)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            sentence = tr("There is no room on the drive for {name}.", name=name)
            hint = tr("Free some space, or choose another drive.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            sentence = tr(
                "There is no permission to write {name} into {parent}.",
                name=name,
                parent=quoted(path.parent),
            )
            hint = tr("Choose another folder.")
        case errno.ENAMETOOLONG:
            sentence = tr("The name {name} is too long for this drive.", name=name)
            hint = tr("Choose a shorter name.")
        case errno.EISDIR:
            sentence = tr("{name} is a folder.", name=name)
            hint = tr("Choose another name.")
        case errno.ENOENT | errno.ENOTDIR:
            sentence = tr(
                "{name} could not be written: {parent} is not a folder.",
                name=name,
                parent=quoted(path.parent),
            )
            hint = tr("Choose a folder that is there.")
        case _:
            sentence = tr(
                "{name} could not be written: {strerror}.", name=name, strerror=error.strerror
            )
            hint = tr("Check the drive, and try again.")
    return UnwritablePhoto(path, sentence, hint)


def reason_of(error: BaseException, what: str) -> str:
    """Why there is no result for ``what``; an error that nobody foresaw goes to the log as well."""
    if isinstance(error, MirnetGuiError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr("There is not enough memory for {what}.", what=what)
    _log.error("%s failed in a way nobody foresaw", what, exc_info=error)
    return tr(
        "Something went wrong inside the program with {what}: {error!r}.", what=what, error=error
    )
