"""What cohorts ask: questions, their conditions, and the form made from them."""
