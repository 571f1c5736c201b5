"""The object store: files of a case, kept by authority and digest."""
