"""What a result is called and what stands in its way, without any dialog."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui import locations
from mirnet_gui.batch.names import ENHANCED, Namer
from mirnet_gui.errors import UsageError
from mirnet_gui.jobs.chosen_results import SaveRequest
from mirnet_gui.jobs.save_jobs import encoding_of, free_name_of
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.encoding import Encoding
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.naming import extension_of, format_from_extension
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.settings import Settings


@dataclass(frozen=True, slots=True)
class Naming:
    """Names of results of ``method``, made of a photograph called ``named``, a file or not."""

    named: Path
    method: Method

    def resolved(
        self, text: str, folder: Path, encoding: Encoding, date: datetime.datetime | None
    ) -> str:
        """What ``text`` stands for, with the usual places in braces; itself without any.

        Raises :class:`mirnet_gui.errors.UsageError` for a text that is misspelt.
        """
        if "{" not in text or encoding.format is None:
            return text
        namer = Namer(text, self.method)
        return str(free_name_of(namer, self.named, folder, encoding.format, date))

    @staticmethod
    def needs_date(text: str) -> bool:
        """Whether it is known only by the date on which the photograph was taken."""
        return "{date" in text


def place_of_results(photo: Photo | None, folder: Path, settings: Settings) -> Path:
    """Where they go by the settings, beside ``photo``, or else in ``folder``."""
    chosen = Path(settings.results_folder)
    if settings.results_folder and _is_users_own(chosen):
        return chosen
    if photo is not None and photo.path is not None and _is_users_own(photo.path.parent):
        return photo.path.parent
    return folder


def proposed(photo: Photo, naming: Naming, folder: Path, settings: Settings) -> SaveRequest:
    """For the result of ``photo``; its name has braces where it is known only later.

    ``folder`` as in :func:`place_of_results`.
    """
    encoding = encoding_of(photo, settings)
    place = place_of_results(photo, folder, settings)
    template = settings.save_name or ENHANCED
    try:
        needs_date = naming.needs_date(template)
        name = template if needs_date else naming.resolved(template, place, encoding, None)
    except UsageError:
        name = naming.resolved(ENHANCED, place, encoding, None)
    return SaveRequest(place / name, encoding, overwrite=False)


def _is_users_own(folder: Path) -> bool:
    """Whether results may go there: a sample's folder belongs to the program."""
    return not folder.is_relative_to(locations.resources()) and os.access(folder, os.W_OK)


def why_elsewhere(photo: Photo) -> str:
    """Why a result of ``photo`` is not to lie beside it, as a sentence; "" where it can."""
    folder = None if photo.path is None else photo.path.parent
    if folder is None or folder.is_relative_to(locations.resources()) or _is_users_own(folder):
        return ""
    if not folder.is_dir():
        return tr("The photograph's folder {folder} is not there any more.", folder=folder)
    return tr("The photograph's folder {folder} takes no files.", folder=folder)


def renamed(name: str, target: Format) -> str:
    """``name`` with the extension of ``target``, unless it has a fitting one already."""
    path = Path(name)
    known = format_from_extension(path)
    if known == target:
        return name
    stem = path.stem if known is not None else name
    return f"{stem}{extension_of(target)}"


def is_possible(name: str) -> bool:
    """Whether ``name`` can be that of a file at all."""
    return bool(name.strip()) and Path(name).name == name and name not in (".", "..")


def complaint(name: str, folder: Path) -> str:
    """Why nothing can be saved as ``name`` into ``folder``, as a sentence; "" if it can."""
    if not name.strip():
        return tr("Give the file a name.")
    if is_possible(name):
        return ""
    place = (folder / name).parent
    if name not in (".", "..") and not place.is_dir():
        return tr("There is no folder {place}.", place=place)
    return tr("A name has no folder in it: choose the folder below.")


def refusal(path: Path) -> str:
    """Why the system takes no file called ``path``, as a sentence; "" where it may."""
    try:
        path.lstat()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return str(unwritable(path, error))
    return ""


def obstacle(path: Path, original: Path | None) -> str:
    """What would be lost by writing to ``path``, as a sentence; "" for nothing."""
    if not path.exists():
        return ""
    if path.is_dir():
        return tr("A folder of this name is already there.")
    if original is not None and original.exists() and path.samefile(original):
        return tr("This is the original photograph itself.")
    return tr("A file of this name is already there.")
