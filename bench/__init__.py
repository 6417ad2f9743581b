"""How good and how fast vnfix is, measured on data that it has not learned from.

`python -m bench` runs all parts; they need the data folder `../shared`.
"""
