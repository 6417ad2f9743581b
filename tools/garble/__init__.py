"""Make the sample documents of `corpus/`: print a page, scan it badly, read it with the wrong OCR.

Not part of vnfix: users never need it. It needs Pillow, the Tinos font and tesseract.
"""
