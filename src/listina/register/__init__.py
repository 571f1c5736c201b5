"""The central store of clauses: numbers are reserved here and confirmed here, and the public asks here."""
