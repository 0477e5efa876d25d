"""Several methods on one photograph, or on a set of pairs: results, figures, report."""
