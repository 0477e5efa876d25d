"""How the Batch page is made."""

from __future__ import annotations

from mirnet_gui import locations
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_page import BatchPage
from mirnet_gui.ui.page import Context


def batch_page(context: Context) -> BatchPage:
    """The page with its parts: three threads, so that neither work nor a click waits for others."""
    runner, helper, sketcher = (context.new_runner() for _ in range(3))
    controller = BatchController(runner, helper, sketcher, locations.journals())
    return BatchPage(context, controller)
