"""The audit trail: who did what and when, written once. Takes plain ids and knows no accounts."""
