"""A validation report as XML of ETSI TS 119 102-2."""
