"""Words for what went wrong with a file, free of any library's jargon."""

from __future__ import annotations

import errno
import logging
from pathlib import Path

from mirnet_gui.errors import MirnetGuiError, UnreadablePhoto, UnwritablePhoto
from mirnet_gui.escaping import printable

_LONGEST_NAME = 80

_log = logging.getLogger(__name__)


def shown(path: Path) -> str:
    """The file's name in quotation marks, shortened and printable whatever its bytes are."""
    name = printable(path.name or path)
    if len(name) > _LONGEST_NAME:
        half = _LONGEST_NAME // 2
        name = f"{name[:half]}…{name[-half:]}"
    return f"“{name}”"


def unreadable(path: Path, error: OSError) -> UnreadablePhoto:
    """The sentence for a file that the system does not let us read."""
    name = shown(path)
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            hint = "Check the name, and whether its drive is connected."
            return UnreadablePhoto(path, f"{name} does not exist.", hint)
        case errno.EACCES | errno.EPERM:
            hint = "Allow yourself to read it, or copy it to a folder of your own."
            return UnreadablePhoto(path, f"There is no permission to read {name}.", hint)
        case errno.EISDIR:
            hint = "Choose the photographs inside it."
            return UnreadablePhoto(path, f"{name} is a folder, not a photograph.", hint)
        case errno.ENAMETOOLONG:
            hint = "Give it a shorter name."
            return UnreadablePhoto(path, f"The name {name} is too long.", hint)
    hint = "Check the drive, and try again."
    return UnreadablePhoto(path, f"{name} could not be read: {error.strerror}.", hint)


def unwritable(path: Path, error: OSError) -> UnwritablePhoto:
    """The sentence for a file that the system does not let us write."""
    name = shown(path)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            hint = "Free some space, or choose another drive."
            return UnwritablePhoto(path, f"There is no room on the drive for {name}.", hint)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            hint = "Choose another folder."
            sentence = f"There is no permission to write {name} into {shown(path.parent)}."
            return UnwritablePhoto(path, sentence, hint)
        case errno.ENAMETOOLONG:
            hint = "Choose a shorter name."
            return UnwritablePhoto(path, f"The name {name} is too long for this drive.", hint)
        case errno.EISDIR:
            hint = "Choose another name."
            return UnwritablePhoto(path, f"{name} is a folder.", hint)
        case errno.ENOENT | errno.ENOTDIR:
            hint = "Choose a folder that is there."
            sentence = f"{name} could not be written: {shown(path.parent)} is not a folder."
            return UnwritablePhoto(path, sentence, hint)
    hint = "Check the drive, and try again."
    return UnwritablePhoto(path, f"{name} could not be written: {error.strerror}.", hint)


def reason_of(error: BaseException, what: str) -> str:
    """Why there is no result for ``what``; an error that nobody foresaw goes to the log as well."""
    if isinstance(error, MirnetGuiError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"There is not enough memory for {what}."
    _log.error("%s failed in a way nobody foresaw", what, exc_info=error)
    return f"Something went wrong inside the program with {what}: {error!r}."
