"""What methods made of photographs, kept for all pages: the same is not computed twice."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto, undeveloped
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import text_of

LIMIT_BYTES = 1_500_000_000


class Results:
    """By photograph and the method's text, without what is only chosen; up to ``limit`` bytes.

    What was asked for the longest time ago goes first.
    """

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[OpenedPhoto, str], EnhancedPhoto] = OrderedDict()

    def put(self, opened: OpenedPhoto, enhanced: EnhancedPhoto) -> None:
        """Keep a result as the newest, however large it is: it is the one that is looked at."""
        key = opened, text_of(enhanced.method)
        self._kept[key] = enhanced
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and self._nbytes > self._limit:
            self._kept.popitem(last=False)

    def get(self, opened: OpenedPhoto, method: Method) -> EnhancedPhoto | None:
        """What ``method`` made of ``opened``, if that is kept."""
        key = opened, text_of(undeveloped(method))
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keeps(self, enhanced: EnhancedPhoto) -> bool:
        """Whether this very result is still kept."""
        return any(each is enhanced for each in self._kept.values())

    def forget(self, key: Path) -> None:
        """What was made of the photograph ``key`` is not looked at again."""
        for known in [each for each in self._kept if each[0].key == key]:
            del self._kept[known]

    @property
    def _nbytes(self) -> int:
        photographs = {opened for opened, _ in self._kept}
        pixels = sum(each.photo.pixels.nbytes + each.picture.nbytes for each in photographs)
        return pixels + sum(enhanced.nbytes for enhanced in self._kept.values())
