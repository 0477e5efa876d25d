"""Real pictures, an independent reader of metadata, and colour profiles."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable

import numpy as np
import pytest
import pyvips
from skimage import data

from tests.unit.photo.exiftool_oracle import ExifTool


@pytest.fixture(scope="session")
def picture() -> np.ndarray:
    """A photograph of (120, 176, 3) uint8 that looks different from every side."""
    return np.ascontiguousarray(data.astronaut()[20:140, 150:326])


@pytest.fixture(scope="session")
def deep_picture(picture: np.ndarray) -> np.ndarray:
    """The same with 16 bits of which the lower eight matter."""
    low = np.random.default_rng(7).integers(0, 256, picture.shape, dtype=np.uint16)
    return picture.astype(np.uint16) * 256 + low


@pytest.fixture(scope="session")
def alpha(picture: np.ndarray) -> np.ndarray:
    """An alpha channel for the picture with every value from 0 to 255, (H, W) uint8."""
    height, width = picture.shape[:2]
    return np.linspace(0, 255, height * width).round().astype(np.uint8).reshape(height, width)


@pytest.fixture(scope="session")
def exiftool() -> ExifTool:
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed: metadata goes unchecked by an independent reader")
    return ExifTool()


@pytest.fixture(scope="session")
def profile_of() -> Callable[[str], bytes]:
    """Real profiles by name: those that libvips carries ("p3", "cmyk", "srgb") and a "grey"."""

    def find(name: str) -> bytes:
        if name == "grey":
            return _grey_profile(gamma=1.0)
        return bytes(pyvips.Operation.call("profile_load", name))

    return find


def _grey_profile(gamma: float) -> bytes:
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    text = b"text" + bytes(4) + b"public domain\0" + bytes(2)
    name = b"grey\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(79)
    tags = {b"desc": description, b"cprt": text, b"wtpt": white, b"kTRC": curve}
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        padded = value + bytes(-len(value) % 4)
        table += tag + struct.pack(">II", start + len(body), len(value))
        body += padded
    head = bytearray(128)
    struct.pack_into(">I4xI", head, 0, start + len(body), 0x02400000)
    head[12:24] = b"mntrGRAYXYZ "
    head[36:40] = b"acsp"
    struct.pack_into(">3i", head, 68, 63190, 65536, 54061)
    return bytes(head) + table + body
