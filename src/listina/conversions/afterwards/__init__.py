"""What comes after registration (co přichází po zápisu): corrections, error marks, replacements, hand-over, documents.

Nothing performed is changed or cancelled: each of these is an entry of its own, says who made it and when, and stays
(decision 19). Any official of the authority who may convert makes them, because whoever performed the conversion may
have left; only an error mark takes two.
"""
