"""What a journal asks for, made into what the work on a photograph needs."""

from __future__ import annotations

from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.work import Order
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import essence_of, label_of, model_of, text_of
from mirnet_gui.network.catalog import find_weights
from mirnet_gui.photo.outputs import identity
from mirnet_gui.photo.provenance import Provenance


def order_of(journal: Journal, method: Method) -> Order:
    """Raises :class:`mirnet_gui.errors.JournalError` or :class:`mirnet_gui.errors.WeightsError`."""
    header = journal.header
    originals = frozenset(
        known for row in journal.rows() if (known := identity(row.source)) is not None
    )
    return Order(method, provenance_of(method), header.options, header.tag, originals)


def provenance_of(method: Method) -> Provenance:
    """What is written into results of ``method``. Raises WeightsError."""
    model = model_of(method)
    weights = find_weights(model) if model else None
    return Provenance(
        text_of(essence_of(method)),
        label_of(method),
        weights.name if weights else "",
        (weights.sha256 or "") if weights else "",
    )
