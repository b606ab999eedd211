"""E-mails: one module, one message."""
