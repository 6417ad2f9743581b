"""Tries to break vnfix by chance: texts, files, correction files and tables, with laws as oracles.

`python -m tools.fuzz --minutes N` says what broke and leaves the inputs in `build/fuzz/`. The same
seed gives the same cases. What it has found once is a case in `tests/cases/fuzz.json`.
"""
