"""Signatures, seals, timestamps and whom to believe; a library without Django (storey 1).

pyHanko and pyhanko-certvalidator live here and nowhere else. What leaves this folder are bytes, dates and the
dataclasses of `certificates`, `signing`, `timestamps` and `verification`.
"""
