"""The Enhance page."""
