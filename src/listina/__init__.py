"""Listina: authorised conversion of documents ex officio (autorizovaná konverze z moci úřední)."""

__version__ = "0.1.0"
