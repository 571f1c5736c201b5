"""A conversion from electronic to paper form, from the received file to the affirmed print (konverze na papír).

In the order of the work: `receiving`, `examining`, `deciding`, `printing`, `affirming`; `readiness` says what is
missing, `findings` turns a report into what the clause of § 25(2) states, `composing` makes the print file. A case, its
answers, its number, its events and its end are the same as in the other direction.
"""
