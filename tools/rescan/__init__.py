"""Make scans of healthy PDFs: draw a page, scan it badly, read it with an OCR of another language.

What comes out is what offices publish: a picture with a text layer that is garbled; and the true
text beside it. Not part of vnfix. It needs tesseract with its English model.
"""
