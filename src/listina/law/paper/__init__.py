"""What the law says about conversion from electronic to paper form (konverze do listinné podoby).

Source: L300 §§ 24(1) and (4), 25(2); D193 §§ 2 and 3. In the order of the work: `questions` and `machine_findings` say
whether the conversion may be performed, `facts` what was found about the input, `decision` which sentence each finding
selects, `sentences` how it reads, `clause` and `sheet` what is printed, `declarations` what the official affirms.
"""
