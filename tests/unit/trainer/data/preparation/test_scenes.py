from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from mirnet_gui.errors import Cancelled
from mirnet_gui.progress import CancelToken
from mirnet_gui.trainer.data.preparation.scenes import alike, group, thumbnail
from tests.unit.trainer.data.preparation.pairs_at_night import NAMES, photograph


def compressed(picture: np.ndarray) -> np.ndarray:
    encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 20])[1]
    return cv2.imdecode(encoded, cv2.IMREAD_COLOR)


COPIES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "smaller": lambda p: cv2.resize(p, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA),
    "compressed": compressed,
    "darker": lambda p: (p * 0.3).astype(np.uint8),
    "brighter": lambda p: np.clip(p * 1.6, 0, 255).astype(np.uint8),
    "gamma": lambda p: (np.sqrt(p / 255) * 255).astype(np.uint8),
    "grey": lambda p: np.repeat(p.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8),
    "deep": lambda p: p.astype(np.uint16) * 257,
    "camera moved": lambda p: p[: -p.shape[0] // 25, p.shape[1] // 25 :],
    "camera turned": lambda p: cv2.warpAffine(
        p,
        cv2.getRotationMatrix2D((p.shape[1] / 2, p.shape[0] / 2), 1.5, 1.0),
        p.shape[1::-1],
        borderMode=cv2.BORDER_REFLECT,
    ),
}


@pytest.fixture(scope="module")
def originals() -> list[np.ndarray]:
    return [photograph(name) for name in NAMES]


@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_is_known_again(kind: str, originals: list[np.ndarray]) -> None:
    copies = [thumbnail(COPIES[kind](picture)) for picture in originals]
    found = alike(copies, [thumbnail(picture) for picture in originals], CancelToken())
    assert [(like.one, like.other) for like in found] == [(i, i) for i in range(len(NAMES))]


def test_a_copy_is_as_like_as_can_be(originals: list[np.ndarray]) -> None:
    one = [thumbnail(originals[0])]
    assert [like.degree for like in alike(one, one, CancelToken())] == pytest.approx([1.0])


@pytest.mark.parametrize("size", [(1, 1), (100, 40_000)])
def test_pictures_of_any_shape_have_a_thumbnail(size: tuple[int, int]) -> None:
    picture = np.resize(photograph("coffee"), (*size, 3))
    assert np.isfinite(thumbnail(picture)).all()


def test_pictures_without_structure_are_like_nothing() -> None:
    flat = [thumbnail(np.full((50, 50, 3), grey, np.uint8)) for grey in (0, 128, 255)]
    assert list(alike(flat, flat, CancelToken())) == []


def test_nothing_is_like_nothing(originals: list[np.ndarray]) -> None:
    assert list(alike([], [thumbnail(originals[0])], CancelToken())) == []
    assert list(alike([thumbnail(originals[0])], [], CancelToken())) == []


def test_many_pictures_are_compared_all_with_all(originals: list[np.ndarray]) -> None:
    thumbnails = [thumbnail(originals[i % 4]) for i in range(300)]
    found = {(like.one, like.other) for like in alike(thumbnails, thumbnails, CancelToken())}
    assert found == {(i, j) for i in range(300) for j in range(300) if i % 4 == j % 4}


def test_comparing_can_be_cancelled(originals: list[np.ndarray]) -> None:
    cancel, one = CancelToken(), [thumbnail(originals[0])]
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(alike(one, one, cancel))


def test_groups_hold_what_is_linked_by_way_of_others() -> None:
    assert group(6, [(4, 2), (0, 5), (2, 1)]) == [[0, 5], [1, 2, 4], [3]]
    assert group(0, []) == []
