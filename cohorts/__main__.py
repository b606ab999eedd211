"""`python -m cohorts`: the same as the `cohorts` command."""

from cohorts.cli import main

main()
