"""What bounds PDFium: it bounds nothing that it unpacks or draws, and serves one thread."""

from __future__ import annotations

import re
import threading
import zlib

ONE_AT_A_TIME = threading.Lock()
STREAM = re.compile(rb"stream\r?\n")
DICTIONARY = 2048  # bytes in front of a stream that hold its dictionary
# Filters that are rare around text, some of which unpack without bounds; several at once; a filter
# that is named elsewhere; rows without end.
ODD_FILTER = re.compile(
    rb"/(?:LZW|RL\b|RunLength|Crypt)|/Filter\s*(?:\d|\[[^\]]*/[^\]/]+/)|/Columns\s*\d{6}"
)
FORM = re.compile(rb"/Form\b")
DRAWS = re.compile(rb"\bDo\b")
SHOWS = re.compile(rb"\bT[jJ]\b")
PIECE = 1 << 14  # bytes
MEGABYTE = 1 << 20
MOST_TEXT = 4 * MEGABYTE  # in one content stream
MOST_IN_STREAM = 64 * MEGABYTE
MOST_IN_ALL = 64 * MEGABYTE
MOST_TIMES = 50  # and this many times the file
MOST_DRAWN = 100_000  # calls, if each form calls the next one as often as it calls any


POINTS = 72.0  # to an inch


def modest_scale(size: tuple[float, float], dpi: float, most: int) -> float:
    """Return the pixels to a point at which a drawing has no more than `most` of them.

    Args:
        size: width and height of what is drawn, points.
        dpi: pixels to an inch that are wanted.
        most: pixels.

    """
    scale = dpi / POINTS
    pixels = size[0] * size[1] * scale * scale
    return scale * (most / pixels) ** 0.5 if pixels > most else scale


def is_modest(data: bytes) -> bool:
    """Tell whether no stream of a PDF unpacks to too much, and no forms draw forms without end.

    PDFium bounds neither. Pictures are unpacked too: a stream may only call itself one.
    """
    left = MOST_IN_ALL + MOST_TIMES * len(data)
    drawn = 1
    for m in STREAM.finditer(data):
        head = data[max(0, m.start() - DICTIONARY) : m.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if head.endswith(b"end"):
            continue
        if ODD_FILTER.search(head):
            return False
        body, packed = _unpacked(data, m.end(), min(left, MOST_IN_STREAM))
        left -= max(len(body), packed)  # streams may lie in each other
        if FORM.search(head):
            drawn *= max(1, len(DRAWS.findall(body)))
        too_long = left < 0 or len(body) > MOST_IN_STREAM
        if too_long or drawn > MOST_DRAWN or (len(body) > MOST_TEXT and SHOWS.search(body)):
            return False
    return True


def _unpacked(data: bytes, begin: int, most: int) -> tuple[bytes, int]:
    """Return what zlib unpacks from an offset on, and from how many bytes; else what is there.

    It unpacks one byte beyond the bound at most, and gets a piece at a time: it copies all that it
    is given and has no use for.
    """
    unpacker, unpacked, at = zlib.decompressobj(), bytearray(), begin
    while at < len(data) and not unpacker.eof and len(unpacked) <= most:
        piece = data[at : at + PIECE]
        try:
            unpacked += unpacker.decompress(piece, most + 1 - len(unpacked))
        except zlib.error:
            body = data[begin : data.find(b"endstream", begin)]
            return body, len(body)
        at += len(piece)
    return bytes(unpacked), at - begin
