"""Colours, measures, icons and the style sheet."""
