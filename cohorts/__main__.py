"""`python -m cohorts` and the `cohorts` command."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it without a traceback, also while it still loads."""
    try:
        from cohorts.cli import group

        group.main(prog_name="cohorts")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
