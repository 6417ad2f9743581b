from vnfix.cli import main  # noqa: D100 - so that `python cli.py` works from a checkout

if __name__ == "__main__":
    raise SystemExit(main())
