"""The public's web: what the product is, and the verification of a clause (veřejný portál)."""
