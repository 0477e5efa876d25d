"""The one tree of errors: each carries the sentence for the user, a hint and an exit code."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from mirnet_gui.language import tr


class MirnetGuiError(Exception):
    """Something went wrong that the user should read about.

    ``sentence`` says what happened and names the file; ``hint`` says what to do about it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class UsageError(MirnetGuiError):
    """The request itself makes no sense (a method that does not exist, a value out of range)."""

    exit_code: ClassVar[int] = 2


class Cancelled(MirnetGuiError):
    """The user asked to stop."""

    exit_code: ClassVar[int] = 130

    def __init__(self, hint: str = "") -> None:
        super().__init__(tr("Cancelled."), hint)


class PhotoError(MirnetGuiError):
    """A photograph could not be read or written; ``path`` says which."""

    def __init__(self, path: Path, sentence: str, hint: str = "") -> None:
        super().__init__(sentence, hint)
        self.path = path


class UnreadablePhoto(PhotoError):
    """The file is missing, forbidden, damaged or no picture at all."""


class PhotoTooLarge(PhotoError):
    """The picture has more pixels than the program agrees to decode."""


class UnwritablePhoto(PhotoError):
    """The result could not be written: no permission, no room, or a name that is impossible."""


class OutputExists(PhotoError):
    """A file of that name stands already and nobody asked to overwrite it."""


class JournalError(MirnetGuiError):
    """The journal of a batch cannot be read or written, or another program works on it."""


class JournalInUse(JournalError):
    """Another program works on the batch."""


class StorageError(MirnetGuiError):
    """What the program keeps for its user (presets, settings) cannot be read or written."""


class DataError(MirnetGuiError):
    """A folder of pictures to learn or to measure from is not what it should be."""


class WeightsError(MirnetGuiError):
    """A weights file is missing, damaged, of another network, or carries code."""


class UnknownWeights(WeightsError):
    """There are none of that name."""

    exit_code: ClassVar[int] = 2


class DeviceError(MirnetGuiError):
    """The device asked for is not there or has no memory left."""


class OutOfMemory(DeviceError):
    """Not even the smallest tile fits into the device's memory."""
