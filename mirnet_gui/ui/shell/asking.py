"""Questions that stand on more than one page: answered on one, they are gone from all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mirnet_gui.ui.model.message import Answer, Message
from mirnet_gui.ui.page import Page


class Asking:
    """Asks on ``pages``, all there are by then, of which ``current`` is the open one."""

    def __init__(self, pages: Sequence[Page], current: Callable[[], Page]) -> None:
        self._pages = pages
        self._current = current

    def ask(self, asker: Page, message: Message) -> None:
        """A question stands on its own page, and on the open one if that is at rest."""
        current = self._current()
        is_told = current is not asker and current.is_at_rest
        self._ask_on([asker, *([current] if is_told else [])], message)

    def _ask_on(self, pages: Sequence[Page], message: Message) -> None:
        def answered(answer: Answer) -> Answer:
            def give() -> None:
                for page in self._pages:
                    page.withdraw(asked)
                answer.do()

            return replace(answer, do=give)

        asked = replace(message, answers=tuple(answered(each) for each in message.answers))
        for page in pages:
            page.say(asked)
