"""Training as a program of its own: mirnet-train."""
