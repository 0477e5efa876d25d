"""Colours: profiles, spaces told by numbers, and the encoding that everything works in."""
