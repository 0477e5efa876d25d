"""A box to type into that finds anything that can be done."""
