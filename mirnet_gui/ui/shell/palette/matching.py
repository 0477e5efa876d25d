"""How well a text fits what somebody types to find it."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"\w+")


def match(query: str, text: str) -> int | None:
    """The higher the better; None where a word of ``query`` is not to be found in ``text``.

    A word is found, from best to worst, where a word begins with it ("sav"), within a word
    ("hance"), as the first letters of words ("sbs" of "Side by side"), and with letters left out.
    """
    folded = text.casefold()
    scores = [_of_word(word, folded) for word in query.casefold().split()]
    found = [score for score in scores if score is not None]
    return sum(found) if len(found) == len(scores) else None


def _of_word(word: str, text: str) -> int | None:
    words = [each.group() for each in _WORD.finditer(text)]
    if text.startswith(word):
        return 5
    if any(each.startswith(word) for each in words):
        return 4
    if word in text:
        return 3
    if "".join(each[0] for each in words).startswith(word):
        return 2
    return 1 if any(_has_letters(word, each) for each in words) else None


def _has_letters(word: str, text: str) -> bool:
    """Whether ``text`` begins as ``word`` does and has all its letters in their order."""
    letters = iter(text)
    return text[:1] == word[:1] and all(letter in letters for letter in word)
