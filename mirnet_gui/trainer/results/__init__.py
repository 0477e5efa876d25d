"""What comes of a run: figures, weights files, a report."""
