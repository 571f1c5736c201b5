"""The commands this application brings to Django."""
