"""What an electronic input is before anybody converts it to paper: its kind, its dangers, its earlier clauses.

`facts.Inspection` is what others read; `inspector.Inspector` makes it in a confined process.
"""
