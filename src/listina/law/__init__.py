"""What the law says about conversion: pure rules, each with its paragraph and its days of effect.

Standard library only; no clock, no chance, no input or output. Whoever asks brings the day and the random bytes.
Readable with the acts beside it: L300 is act 300/2008 Sb., L297 is act 297/2016 Sb., D193 is decree 193/2009 Sb.
`docs/reference/law-map.md` lists paragraph by paragraph where each is found and which test proves it.
"""
