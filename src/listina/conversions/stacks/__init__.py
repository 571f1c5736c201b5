"""A stack of sheets that went through the scanner at once: split into conversions, put into order (stoh)."""
