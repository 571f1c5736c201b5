"""The demo: an installation in the folder `var/demo`, and a conversion in each direction done through it from outside.

The only part of the house that drives its own server; it may use an HTTP client (httpx) for that.
"""
