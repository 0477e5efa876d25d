"""Looking up from the work: how far is it, and is it still wanted?"""

from __future__ import annotations

from collections.abc import Callable

from mirnet_gui.progress import CancelToken, Progress, ProgressCallback


class Watch:
    """Counts the pixels that passes of the network have seen, dozens of times a pass.

    ``pixels`` is the sum over all passes to come; a pass looks up ``looks_per_pass`` times.
    """

    def __init__(
        self, pixels: int, looks_per_pass: int, progress: ProgressCallback, cancel: CancelToken
    ) -> None:
        self._total = pixels * looks_per_pass
        self._done = 0
        self._progress = progress
        self._cancel = cancel

    def of_pass(self, pixels: int) -> Callable[[], None]:
        """What one pass over ``pixels`` has to call at each look.

        It raises :class:`mirnet_gui.errors.Cancelled` when the user asked to stop.
        """

        def look() -> None:
            self._cancel.raise_if_cancelled()
            self._done += pixels
            self._progress(Progress(self._done, self._total, "pixel"))

        return look
