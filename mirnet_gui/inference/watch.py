"""Looking up from the work: how far is it, and is it still wanted?"""

from __future__ import annotations

from mirnet_gui.inference.backends.backend import Look
from mirnet_gui.progress import CancelToken, Progress, ProgressCallback


class Watch:
    """Counts the pixels that passes of the network have seen, dozens of times a pass.

    ``pixels`` is the sum over all passes to come.
    """

    def __init__(self, pixels: int, progress: ProgressCallback, cancel: CancelToken) -> None:
        self.pixels = pixels
        self._done = 0.0
        self._progress = progress
        self._cancel = cancel

    def of_pass(self, pixels: int) -> Look:
        """What one pass over ``pixels`` calls with the share that it has done since its last call.

        It raises :class:`mirnet_gui.errors.Cancelled` when the user asked to stop.
        """

        def look(share: float) -> None:
            self._cancel.raise_if_cancelled()
            self._done += share * pixels
            self._progress(Progress(min(round(self._done), self.pixels), self.pixels, "pixel"))

        return look
