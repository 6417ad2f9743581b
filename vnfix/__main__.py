"""`python -m vnfix` is the command line."""

from vnfix.processes import leave_working_folder

if __name__ == "__main__":
    leave_working_folder()

    from vnfix.cli import main

    raise SystemExit(main())
