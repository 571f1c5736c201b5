"""Work on hostile input in processes of little power: limited memory, processor and time, no network, no secrets.

`pool.Confined` lends such processes; `child` is what runs in them. Standard library only, below every storey.
"""
