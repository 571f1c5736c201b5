"""What is done: a conversion from opening to registration (konverze).

Read it in the order of the work: `opening`, `pages`, `comparing`, `describing`, `signing`, `composing`, `finishing`,
`gate`, `voiding`. `steps` holds the one table of states and events; `attempts` says how a step survives a crash and a
rival. `cases` holds what the doors see, `service` what they may ask for, `queries` what they may read.
"""
