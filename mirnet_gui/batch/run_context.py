"""What all photographs of a run have in common, and what is done to some of them alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.records import Task
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.provenance import provenance_of
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.outputs import Identity, identity
from mirnet_gui.photo.provenance import Provenance


@dataclass(frozen=True, slots=True)
class RunContext:
    """Goes with each photograph, to other machines too; ``originals`` are never written over.

    ``tag`` begins the names of unfinished files.
    """

    method: Method
    provenance: Provenance
    options: Options
    tag: str
    originals: frozenset[Identity] = frozenset()

    def for_task(self, task: Task) -> RunContext:
        """With the method of ``task`` where it has one of its own.

        Raises :class:`mirnet_gui.errors.UsageError` or :class:`mirnet_gui.errors.WeightsError`.
        """
        if not task.method:
            return self
        method, provenance = _own(task.method)
        return replace(self, method=method, provenance=provenance)


class CurrentContext:
    """The context of a run as it is now: it knows of photographs that are added meanwhile.

    Raises :class:`mirnet_gui.errors.JournalError` or :class:`mirnet_gui.errors.WeightsError`.
    """

    def __init__(self, journal: Journal, method: Method) -> None:
        header = journal.header
        self._journal = journal
        self._newest = 0
        self._context = RunContext(method, provenance_of(method), header.options, header.tag)

    def get(self) -> RunContext:
        """With every photograph that there is now among its originals. Raises JournalError."""
        newest = self._journal.newest_id
        if newest != self._newest:
            sources = (task.source for task in self._journal.tasks())
            originals = frozenset(known for source in sources if (known := identity(source)))
            self._context = replace(self._context, originals=originals)
            self._newest = newest
        return self._context


@lru_cache
def _own(text: str) -> tuple[Method, Provenance]:
    # Many have settings of their own that are the same, pasted from one to the other.
    method = parse_method(text)
    return method, provenance_of(method)
