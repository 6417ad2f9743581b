"""Lost glyphs: letters that a PDF's fonts show but do not name.

`markers` finds them in a text, `embedded` and `shapes` ask the fonts in the file (exact),
`cipher` solves what is left as a substitution cipher with the statistics of `statistics`.
"""
