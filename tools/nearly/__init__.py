"""Pairs of nearly right text: pages read by an OCR engine that knows Vietnamese, beside the truth.

Not part of vnfix: users never need it. It needs Pillow, poppler-utils and tesseract-ocr-vie.
"""
