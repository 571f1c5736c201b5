"""`migrate`, with the grants."""
