"""EU trusted lists: reading and verifying them, keeping them, and what they say about a certificate."""
