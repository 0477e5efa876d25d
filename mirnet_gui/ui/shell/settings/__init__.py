"""The dialog of all preferences: groups of rows, and a search through them."""
