"""Data messages from data boxes (ZFO): what is in them, read without trust; their seals are judged in `validation`.

`reading` opens one file, `facts` says what was found, `task` and `opener` do it in a confined process.
"""
