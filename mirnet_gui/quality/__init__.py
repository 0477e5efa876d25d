"""Measures of a picture."""
