"""Settings with a name: those that the program brings, and the user's own, a small file each."""
