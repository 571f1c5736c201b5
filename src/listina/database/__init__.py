"""Under the tables: scopes that isolate authorities, roles and grants, keys for sorting, the embedded PostgreSQL."""
