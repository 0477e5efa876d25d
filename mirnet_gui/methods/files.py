"""Methods that are told by a path: another program's output, and a network of the user's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from mirnet_gui.errors import DataError, UnreadablePhoto
from mirnet_gui.escaping import printable
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.classical import Classical
from mirnet_gui.methods.parameters import of_photograph
from mirnet_gui.photo.colour.between_spaces import in_space
from mirnet_gui.photo.error_messages import quoted, unreadable
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import scale_of
from mirnet_gui.photo.values import floats_of, from_floats
from mirnet_gui.progress import CancelToken, ProgressCallback

if TYPE_CHECKING:
    from mirnet_gui.inference.onnx_network import OnnxNetwork


@dataclass(frozen=True, slots=True)
class FromFile(Classical):
    """What another program made of the same photograph, read from ``path``.

    It is brought to the depth of the photograph, and to the colours of the RGB space ``profile``
    (None: sRGB), which :func:`mirnet_gui.methods.variants.in_space_of` sets. Whole multiples of
    the photograph's size are results, too; which one it is tells only the photograph, so that
    ``scale`` is 1 whatever it is.
    """

    name: ClassVar[str] = "file"
    label: ClassVar[str] = mark("Picture from disk")
    purpose: ClassVar[str] = mark(
        "What another program made of this photograph, to compare with or to mix in."
    )

    path: str
    profile: bytes | None = of_photograph(None)

    def change(self, pixels: Pixels, _progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`.

        Raises :class:`mirnet_gui.errors.UnreadablePhoto`, and :class:`DataError` for another size.
        """
        cancel.raise_if_cancelled()
        path = Path(self.path)
        if not os.path.lexists(path):
            # By its whole path: the photograph itself often has the same name.
            raise UnreadablePhoto(
                path,
                tr("The picture from disk, {path}, does not exist.", path=printable(path)),
                tr("Check the name, and whether its drive is connected."),
            )
        found = in_space(read_photo(path), self.profile)
        try:
            scale_of(pixels, found)
        except ValueError as error:
            sizes = [f"{each.shape[1]} x {each.shape[0]}" for each in (found, pixels)]
            raise DataError(
                tr(
                    "{path} is {size} pixels, but the photograph {other}.",
                    path=quoted(Path(self.path)),
                    size=sizes[0],
                    other=sizes[1],
                ),
                tr(
                    "Only pictures of the same size, or of a whole multiple of it, can be compared."
                ),
            ) from error
        return _at_depth(found, pixels)


@dataclass(frozen=True, slots=True)
class OnnxMethod(Classical):
    """A network in an ONNX or TensorFlow file at ``path``; see :mod:`inference.onnx_network`."""

    name: ClassVar[str] = "onnx"
    label: ClassVar[str] = mark("Network from disk")
    purpose: ClassVar[str] = mark("A network of your own, in an ONNX or TensorFlow file.")

    path: str

    @property
    def scale(self) -> int:
        """See :class:`mirnet_gui.methods.method.Method`; raises what :meth:`prepare` does."""
        return self._network().scale

    def prepare(self) -> None:
        """See :class:`mirnet_gui.methods.method.Method`.

        Raises :class:`mirnet_gui.errors.WeightsError` and :class:`mirnet_gui.errors.DeviceError`.
        """
        self._network()

    def change(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """See :class:`mirnet_gui.methods.classical.Classical`; raises what :meth:`prepare` does."""
        return self._network().run(pixels, progress, cancel)

    def _network(self) -> OnnxNetwork:
        # torch takes seconds to load and has no place in the window's start.
        from mirnet_gui.inference.onnx_network import open_onnx

        return open_onnx(Path(self.path), self._modified())

    def _modified(self) -> float:
        try:
            return Path(self.path).stat().st_mtime
        except OSError as error:
            raise unreadable(Path(self.path), error) from error


def _at_depth(found: Pixels, like: Pixels) -> Pixels:
    return found if found.dtype == like.dtype else from_floats(floats_of(found), like.dtype)
