"""Template tags of the officials' pages."""
