"""Bounds for what a PDF may unpack to, and a document that keeps memory flat.

A PDF of some kilobytes can hold gigabytes: compressed again and again, drawn thousands of times,
or called by a number that no table needs. pdfminer.six unpacks whatever it is told to.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_CCITTFAX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    int_value,
)
from pdfminer.psparser import LIT
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pdfminer.psparser import PSKeyword

MEGABYTE = 1 << 20
MOST_IN_STREAM = 64 * MEGABYTE
# What pdfminer.six unpacks in Python, about a megabyte a second.
MOST_SLOWLY = 8 * MEGABYTE
# Drawing takes about a second for each megabyte; a page of text has some 30 kB, a map ten MB.
MOST_DRAWN = 16 * MEGABYTE
MOST_DRAWN_TIMES = 100  # and this many times the file, for files that are large by themselves
LEAST_DRAWN = 1024  # what drawing a form counts at least
MOST_GLYPHS = 250_000  # on one page
OBJECT_STREAM = LIT("ObjStm")


class LimitError(Exception):
    """The file unpacks to more than anybody needs; the message says what and how much."""


class Budget:
    """How much may be drawn, over all pages of a file."""

    def __init__(self, size: int) -> None:
        """Allow what a file of `size` bytes may need."""
        self.most = MOST_DRAWN + MOST_DRAWN_TIMES * size
        self._left = self.most

    def draw(self, size: int) -> None:
        """Count page content of `size` bytes.

        Raises:
            LimitError: it is too much.

        """
        self._left -= max(size, LEAST_DRAWN)
        if self._left < 0:
            raise LimitError(f"its pages draw more than {self.most // MEGABYTE} MB")


class BoundedStream(PDFStream):
    """A stream that unpacks to a bounded length and does not keep what it unpacked."""

    def get_data(self) -> bytes:
        """Return the unpacked bytes.

        Raises:
            LimitError: they are too many.

        """
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for name, parameters in self.get_filters():
            data = _unpack(name, parameters if isinstance(parameters, dict) else {}, data)
        return data


class BoundedParser(PDFParser):
    """Makes streams that unpack to a bounded length."""

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Put a bounded stream in the place of the one that the parent made."""
        super().do_keyword(pos, token)
        if token is self.KEYWORD_STREAM and self.curstack:
            at, made = self.curstack[-1]
            if isinstance(made, PDFStream):
                bounded = BoundedStream(made.attrs, made.rawdata or b"", made.decipher)
                self.curstack[-1] = (at, bounded)


class LeanDocument(PDFDocument):
    """Keeps no page content and no picture, so that memory does not grow with the pages."""

    def getobj(self, objid: int) -> object:
        """Return an object; streams other than those that hold objects are read each time."""
        obj = super().getobj(objid)
        if isinstance(obj, PDFStream) and obj.get("Type") is not OBJECT_STREAM:
            self._cached_objs.pop(objid, None)
        return obj

    def get_page_labels(self) -> Iterator[str]:
        """Say that there are none: nobody needs them, and their tree may have loops."""
        raise PDFNoPageLabels


def open_document(data: bytes) -> LeanDocument:
    """Open a PDF; a password for changes only is none for reading.

    Raises:
        LimitError: its tables are too large.
        Exception: whatever pdfminer.six raises on a broken or encrypted file.

    """
    document = LeanDocument(BoundedParser(BytesIO(data)))
    for xref in document.xrefs:
        entries = sum(count for _, count in getattr(xref, "ranges", ()))
        if entries > len(getattr(xref, "data", b"")) + len(data):
            raise LimitError(f"its table names {entries} objects")
    return document


def inflate(data: bytes, most: int) -> bytes:
    """Return the bytes that zlib packed; those in front of an error in its own check sums too.

    Raises:
        LimitError: they are more than `most`.

    """
    for window, begin in ((zlib.MAX_WBITS, 0), (-zlib.MAX_WBITS, 2)):
        try:
            unpacked = zlib.decompressobj(window).decompress(data[begin:], most + 1)
        except zlib.error:
            continue
        return _checked(unpacked, most)
    return b""


def _unpack(name: object, parameters: Mapping[str, Any], data: bytes) -> bytes:
    """Undo one filter."""
    if name in LITERALS_FLATE_DECODE:
        return _unpredict(parameters, inflate(data, MOST_IN_STREAM))
    if name in LITERALS_LZW_DECODE:
        return _unpredict(parameters, _lzw(data))
    if name in LITERALS_CCITTFAX_DECODE:
        raise LimitError("it packs text as a fax")
    if name in LITERALS_RUNLENGTH_DECODE:
        # One byte stands for 64 at most.
        _checked(data, MOST_IN_STREAM // 64)
    return PDFStream({"Filter": name, "DecodeParms": parameters}, data).get_data()


def _unpredict(parameters: Mapping[str, Any], data: bytes) -> bytes:
    """Undo the predictor, if there is one."""
    predictor = int_value(parameters.get("Predictor", 1))
    if predictor == 1:
        return data
    colours, columns, bits = (
        int_value(parameters.get(name, usual))
        for name, usual in (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))
    )
    if len(data) > MOST_SLOWLY or not 0 < colours * columns * bits <= 8 * MOST_SLOWLY:
        raise LimitError(f"a table unpacks to more than {MOST_SLOWLY // MEGABYTE} MB")
    if predictor == 2:
        return apply_tiff_predictor(colours, columns, bits, data)
    return apply_png_predictor(predictor, colours, columns, bits, data)


def _lzw(data: bytes) -> bytes:
    pieces, size = [], 0
    for piece in LZWDecoder(BytesIO(data)).run():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_SLOWLY:
            break
    return _checked(b"".join(pieces), MOST_SLOWLY)


def _checked(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise LimitError(f"a part of it unpacks to more than {most // MEGABYTE} MB")
    return data
