"""Pictures that carry no colour profile, and get the one that is told elsewhere."""

from __future__ import annotations

import pyvips


def with_declared_profile(image: pyvips.Image, profile: bytes | None) -> pyvips.Image:
    """``image`` with ``profile``, where it carries none itself and there is one."""
    if profile is None or image.get_typeof("icc-profile-data"):
        return image
    image = image.copy()
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    return image
