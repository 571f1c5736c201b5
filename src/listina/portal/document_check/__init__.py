"""The public page "Ověření dokumentu před konverzí": what a conversion to paper would find out, for everybody."""
