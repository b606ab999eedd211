"""What is written to many, a module per mail."""
