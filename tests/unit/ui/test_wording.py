from __future__ import annotations

import numpy as np
import pytest

from mirnet_gui.formatting import duration, file_size
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.progress import Progress
from mirnet_gui.ui.wording import (
    format_line,
    kept_line,
    lost_line,
    megapixels,
    progress_line,
)

PIXELS = np.zeros((2, 3, 3), np.uint8)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (17.4, "18 s"), (61, "1 min 10 s"), (600, "10 min"), (3905, "1 h 6 min")],
)
def test_duration(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_sizes() -> None:
    assert megapixels(4032, 3024) == "12.2 MP"
    assert megapixels(400, 300) == "0.12 MP"
    assert file_size(512) == "512 bytes"
    assert file_size(4_260_000) == "4.3 MB"
    assert file_size(199_290) == "199 KB"


def test_format() -> None:
    assert format_line(Photo(PIXELS, format="jpeg")) == "JPEG"
    deep = Photo(PIXELS.astype(np.uint16), grey=True, format="tiff")
    assert format_line(deep) == "16-bit grey TIFF"


def test_what_is_kept_and_what_is_lost() -> None:
    photo = Photo(PIXELS, profile=b"icc", metadata=Metadata(exif=b"x", iptc=b"y"))
    assert kept_line(photo) == "EXIF, IPTC and colour profile will be kept."
    assert kept_line(Photo(PIXELS)) == "The file carries no metadata."
    assert lost_line(photo, "webp") == "WebP cannot hold: IPTC."
    assert lost_line(photo, "jpeg") == ""


def test_progress() -> None:
    assert progress_line(Progress(31, 50, "tile"), 17.2) == "62 % · 18 s left · tile 31 of 50"
    assert progress_line(Progress(31, 50, "pixel"), None) == "62 %"
    assert progress_line(Progress(50, 50, "tile"), 0.0) == "100 % · tile 50 of 50"
