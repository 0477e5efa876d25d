"""One cache for all pages."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mirnet_gui.jobs.display import display
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto
from mirnet_gui.methods.registry import create_method, parse_method
from mirnet_gui.methods.variants import on_device
from mirnet_gui.photo.photo import Photo
from mirnet_gui.tone.layers import Layers
from mirnet_gui.ui.model.results import Results


def opened(name: str) -> OpenedPhoto:
    photo = Photo(np.zeros((10, 10, 3), np.uint8), path=Path(name))
    return OpenedPhoto(photo, display(photo), "sRGB", None)


def made(photo: OpenedPhoto, text: str) -> EnhancedPhoto:
    pixels = photo.photo.pixels + np.uint8(9)
    picture = display(Photo(pixels))
    return EnhancedPhoto(
        Layers(photo.photo.pixels, pixels, pixels), picture, picture, parse_method(text)
    )


def test_what_is_only_chosen_is_no_other_result() -> None:
    results, photo = Results(), opened("a.png")
    enhanced = made(photo, "mirnet")
    results.put(photo, enhanced)
    assert results.get(photo, create_method("mirnet", exposure=0.5, strength=0.3)) is enhanced
    assert results.get(photo, create_method("mirnet", model="lol")) is None
    assert results.get(photo, on_device(create_method("mirnet"), "cpu")) is None
    assert results.get(opened("a.png"), create_method("mirnet")) is None, "read anew"


def test_what_nobody_asked_for_goes_first() -> None:
    first, second = opened("a.png"), opened("b.png")
    one = made(first, "mirnet")
    of_one = one.nbytes + first.photo.pixels.nbytes + first.picture.nbytes
    results = Results(limit=2 * of_one + one.nbytes - 1)
    results.put(first, one)
    results.put(second, made(second, "mirnet"))
    assert results.get(first, create_method("mirnet")) is one
    results.put(first, made(first, "mirnet:model=lol"))
    assert results.get(second, create_method("mirnet")) is None
    results.forget(Path("a.png"))
    assert results.get(first, create_method("mirnet")) is None


def test_what_is_looked_at_is_kept_however_large_it_is() -> None:
    first, second = opened("a.png"), opened("b.png")
    results = Results(limit=1)
    results.put(first, made(first, "mirnet"))
    results.put(second, made(second, "mirnet"))
    assert results.get(first, create_method("mirnet")) is None
    assert results.get(second, create_method("mirnet")) is not None
