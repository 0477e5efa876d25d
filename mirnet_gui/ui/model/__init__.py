"""What all pages share, without widgets: photographs, recipes, results, preferences."""
