"""Many photographs, one after the other."""
