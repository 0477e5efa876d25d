"""Looking up from the work: how far is it, and is it still wanted?"""

from __future__ import annotations

from typing import NamedTuple

from mirnet_gui.progress import CancelToken, Look, Progress, ProgressCallback


class Expectation(NamedTuple):
    """What is known of a run before it begins."""

    seconds: float | None = None
    notice: str = ""


class RunProgress:
    """Counts the pixels that passes of the network have seen, dozens of times a pass.

    ``pixels`` is the sum over all passes to come; ``estimate`` holds what is reported beside it,
    see :class:`mirnet_gui.progress.Progress`.
    """

    def __init__(
        self,
        pixels: int,
        progress: ProgressCallback,
        cancel: CancelToken,
        estimate: Expectation | None = None,
    ) -> None:
        self.pixels = pixels
        self._done = 0.0
        self._progress = progress
        self._cancel = cancel
        self._estimate = estimate or Expectation()

    def tell(self) -> None:
        """Report how far it is."""
        done = min(round(self._done), self.pixels)
        estimate = self._estimate
        self._progress(Progress(done, self.pixels, "pixel", estimate.seconds, estimate.notice))

    def skip(self, pixels: int) -> None:
        """So many of the pixels need no pass after all."""
        if pixels:
            self._done += pixels
            self.tell()

    def of_pass(self, pixels: int) -> Look:
        """What one pass over ``pixels`` calls with the share that it has done since its last call.

        It raises :class:`mirnet_gui.errors.Cancelled` when the user asked to stop.
        """

        def look(share: float) -> None:
            self._cancel.raise_if_cancelled()
            self._done += share * pixels
            self.tell()

        return look
