"""`python -m vnfix` is the command line."""

from vnfix.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
