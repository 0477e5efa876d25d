"""How the Compare page is made."""

from __future__ import annotations

from mirnet_gui import locations
from mirnet_gui.methods.registry import create_method, parse_methods
from mirnet_gui.ui.compare.compare_controller import CompareController
from mirnet_gui.ui.compare.compare_page import ComparePage
from mirnet_gui.ui.page import Context

_USUAL = "he,clahe,lime"


def compare_page(context: Context) -> ComparePage:
    """The page with its parts, and the methods that it begins with."""
    network = create_method("mirnet", model=context.model.preferences.model)
    methods = [*parse_methods(_USUAL), network]
    controller = CompareController(context.runner, context.model, methods, locations.rankings())
    return ComparePage(context, controller)
