"""The picture before and after: geometry, layers, painting and interaction."""
