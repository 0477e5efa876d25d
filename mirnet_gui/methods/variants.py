"""The same method otherwise: with other parameters or weights, elsewhere, for one photograph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.files import FromFile
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import EXECUTION_OPTIONS, MirnetMethod
from mirnet_gui.methods.parameters import settable, usual_of
from mirnet_gui.methods.registry import members_of, models_of, text_of
from mirnet_gui.photo.photo import Photo


def with_parameters(method: Method, **parameters: Any) -> Method:
    """``method`` with ``parameters`` in place of its own; of a chain, those members that know them.

    Raises :class:`UsageError` for a parameter that nobody knows or that is out of range.
    """
    members = list(members_of(method))
    for name, value in parameters.items():
        knowing = [name in settable(member) for member in members]
        if not any(knowing):
            raise UsageError(
                tr("The method {method} has no {name}.", method=text_of(method), name=name)
            )
        members = [
            replace(member, **{name: value}) if knows else member  # type: ignore[type-var]
            for member, knows in zip(members, knowing, strict=True)
        ]
    return _of(method, members)


def with_weights(method: Method, model: str) -> Method:
    """``method`` with the weights ``model``; of a chain, those members that name none.

    Raises :class:`UsageError` where all of them name theirs, or nobody has any.
    """
    members = list(members_of(method))
    networks = [each for each in members if isinstance(each, MirnetMethod)]
    usual = MirnetMethod().model
    if networks and all(each.model != usual for each in networks):
        raise UsageError(
            tr("--method names its weights itself: {models}.", models=", ".join(models_of(method))),
            tr("Leave out --model."),
        )
    if not networks:
        return with_parameters(method, model=model)
    members = [
        replace(each, model=model)
        if isinstance(each, MirnetMethod) and each.model == usual
        else each
        for each in members
    ]
    return _of(method, members)


def on_device(method: Method, device: str) -> Method:
    """``method`` computed on ``device``; those that know no devices stay as they are."""
    try:
        return with_parameters(method, device=device)
    except UsageError:
        return method


def in_space_of(method: Method, photo: Photo) -> Method:
    """``method`` for ``photo``: what another program made comes in the colours of its RGB space."""
    members = tuple(
        replace(member, profile=photo.profile) if isinstance(member, FromFile) else member
        for member in members_of(method)
    )
    return _of(method, members)


def without_regions(method: Method) -> Method:
    """``method`` for other photographs than the one in which it has regions."""
    try:
        return with_parameters(method, regions=())
    except UsageError:
        return method


def without_execution_options(method: Method) -> Method:
    """``method`` without what only tells where and how it is computed."""
    bare = tuple(_without_how(member) for member in members_of(method))
    return _of(method, bare)


def _without_how(method: Method) -> Method:
    if not isinstance(method, MirnetMethod):
        return method
    usual: dict[str, Any] = {name: usual_of(method, name) for name in EXECUTION_OPTIONS}
    return replace(method, **usual)


def _of(method: Method, members: Sequence[Method]) -> Method:
    return Chain(tuple(members)) if isinstance(method, Chain) else members[0]
