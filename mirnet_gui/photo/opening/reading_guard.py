"""Whatever strange bytes do to what reads them, as a sentence about the file."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyvips

from mirnet_gui.errors import MirnetGuiError, PhotoTooLarge, UnreadablePhoto
from mirnet_gui.language import tr
from mirnet_gui.photo.colour.numbers import UnknownColoursError
from mirnet_gui.photo.containers.ifd import DamagedStructureError
from mirnet_gui.photo.decoded import DamagedPictureError, UnsupportedKindError
from mirnet_gui.photo.error_messages import quoted, unreadable

_log = logging.getLogger(__name__)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Raise :class:`UnreadablePhoto` or :class:`PhotoTooLarge` for whatever is raised inside."""
    again = tr("Copy it again from the camera or from a backup.")
    try:
        yield
    except MirnetGuiError:
        raise
    except OSError as error:
        if error.errno not in (None, errno.EINVAL, errno.EOVERFLOW):
            raise unreadable(path, error) from error
        # No drive has such places and no library such words: the numbers in the file are wrong.
        raise UnreadablePhoto(
            path, tr("{path} is damaged or cut short.", path=quoted(path)), again
        ) from error
    except MemoryError as error:
        sentence = tr("There is not enough memory to open {path}.", path=quoted(path))
        raise PhotoTooLarge(
            path, sentence, tr("Close other programs, or reduce it first.")
        ) from error
    except UnknownColoursError as error:
        raise UnreadablePhoto(
            path, tr("{path} has {error}.", path=quoted(path), error=error), tr(error.hint)
        ) from error
    except UnsupportedKindError as error:
        sentence = tr(
            "{path} is {error}, which cannot be read here.", path=quoted(path), error=error
        )
        hint = tr("Save it as PNG or as an ordinary TIFF first.")
        raise UnreadablePhoto(path, sentence, hint) from error
    except (pyvips.Error, DamagedStructureError, DamagedPictureError, EOFError) as error:
        raise UnreadablePhoto(
            path, tr("{path} is damaged or cut short.", path=quoted(path)), again
        ) from error
    except Exception as error:
        _log.info("%s cannot be read", quoted(path), exc_info=error)
        sentence = tr(
            "{path} cannot be read: it is damaged, or of a kind that is not known.",
            path=quoted(path),
        )
        raise UnreadablePhoto(path, sentence, again) from error
