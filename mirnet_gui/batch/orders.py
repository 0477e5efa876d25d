"""What a journal asks for, made into what the work on a photograph needs."""

from __future__ import annotations

from dataclasses import replace

from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.work import Order
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.provenance import provenance_of
from mirnet_gui.photo.outputs import identity


class Orders:
    """The order of a batch, which knows of photographs that are added while it is worked on.

    Raises :class:`mirnet_gui.errors.JournalError` or :class:`mirnet_gui.errors.WeightsError`.
    """

    def __init__(self, journal: Journal, method: Method) -> None:
        header = journal.header
        self._journal = journal
        self._newest = 0
        self._order = Order(method, provenance_of(method), header.options, header.tag)

    def current(self) -> Order:
        """With every photograph that there is now among its originals. Raises JournalError."""
        newest = self._journal.newest_id
        if newest != self._newest:
            sources = (row.source for row in self._journal.rows())
            originals = frozenset(known for source in sources if (known := identity(source)))
            self._order = replace(self._order, originals=originals)
            self._newest = newest
        return self._order
