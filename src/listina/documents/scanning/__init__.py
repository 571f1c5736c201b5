"""Scans strangers upload: taken apart, assessed, coded and shown in confined processes only.

`room.ScanRoom` is what others ask; `task` runs in the processes; `answers` reads with distrust what comes back.
"""
