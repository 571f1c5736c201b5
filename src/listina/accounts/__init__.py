"""Authorities, users, their certificates and roles, and how they sign in."""
