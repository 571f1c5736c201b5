"""How long things of a conversion are kept, and what happens then (uchovávání a výmaz, decision 24).

`periods` says until when; `files` gives up files the house no longer keeps, as a job of the application;
`forgetting` deletes rows, as the retention role; the sweep of the conversions removes the bytes.
"""
