"""The demo: a whole installation in the folder `var/demo`, and one conversion carried through it from outside.

The only part of the house that drives its own server; it may use an HTTP client (httpx) for that.
"""
