"""Real servers for tests: PostgreSQL, SMTP, and our own processes."""
