"""mirnet-gui methods: what can be done to a photograph, in words, and with which parameters."""

from __future__ import annotations

from mirnet_gui.command import tell
from mirnet_gui.language import tr
from mirnet_gui.methods.parameters import ChoiceParameter, Parameter, parameters_of
from mirnet_gui.methods.registry import GROUPS


def methods() -> None:
    """List the methods that there are."""
    for label, group in GROUPS:
        tell(f"{tr(label)}:")
        for method in group:
            tell(f"  {method.name:10} {tr(method.purpose)}")
            for name, parameter in parameters_of(method).items():
                tell(f"      {name}={_values(parameter)}  {tr(parameter.tooltip)}")


def _values(parameter: Parameter | ChoiceParameter) -> str:
    if isinstance(parameter, ChoiceParameter):
        return "|".join(parameter.names)
    return f"{parameter.minimum:g}..{parameter.maximum:g}"
