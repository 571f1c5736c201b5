"""The print file of a conversion to paper: the document's pages as they print, then the clause on a new sheet.

`room.PrintRoom` is what other storeys use; everything that touches the document runs in a confined process (`task`).
"""
