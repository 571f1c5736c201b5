"""The way of a conversion from electronic form to paper through the officials' web, one module for each step."""
