"""Scans and PDF: assess pages, build PDF/A-2b, typeset the clause, write and read barcodes, render.

A library without Django and without a clock. pikepdf, img2pdf, pypdfium2, zxing-cpp, typst, Pillow, numpy and the fonts
have their home here; no type of theirs but `PIL.Image.Image` leaves the folder.
"""
