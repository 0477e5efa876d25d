"""Libraries are told of by their own metadata."""

from __future__ import annotations

from mirnet_gui.versions import libraries


def test_what_ships_is_there_with_its_licence() -> None:
    found = {each.name.lower().replace("_", "-"): each for each in libraries()}
    for name, licence in (
        ("pyside6-essentials", "LGPL"),
        ("torch", "Apache"),
        ("opencv-python-headless", "Apache"),
        ("pyvips-binary", "LGPL"),
        ("numpy", "BSD"),
    ):
        assert licence in found[name].licence, name
        assert found[name].version
    assert "pytest" not in found, "tools of developers do not ship"
    assert "mirnet-gui" not in found
    assert all(each.licence for each in found.values())


def test_the_text_of_a_licence_is_there() -> None:
    (numpy,) = [each for each in libraries() if each.name == "numpy"]
    assert "Redistribution and use in source and binary forms" in numpy.text()
    assert numpy.home.startswith("https://")
