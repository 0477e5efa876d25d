"""How a photograph's light, contrast and colour are changed by a smooth map, in numpy."""
