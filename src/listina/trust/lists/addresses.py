"""Where the European Commission publishes the list of trusted lists, and who signs it."""

OFFICIAL_LOCATION = "https://ec.europa.eu/tools/lotl/eu-lotl.xml"
OFFICIAL_PUBLICATION = "https://eur-lex.europa.eu/eli/C/2026/1944/oj"
"""The newest publication of the signers in the Official Journal; pyHanko ships the certificates it names."""
