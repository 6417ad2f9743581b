"""Operators and operands are those that pdfminer.six's own parser finds."""

from __future__ import annotations

import random
from typing import Any

import pytest
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF, PSException
from pdfminer.psparser import PSKeyword, keyword_name

from vnfix.pdf.read import operators
from vnfix.pdf.read.operators import operations

STREAMS = [
    [b""],
    [b"q 1 0 0 1 72.5 -700. cm BT /F1 12 Tf 3 Tr [<0041 4> -20.5 (b)] TJ ET Q"],
    [b"BT (a(b)c) Tj (a\\(b\\101\\7\\\nc) ' 1 2 (x\\n\\\\) \" T* ET f* B*"],
    [b"/P <</MCID 0 /Lang (vi) /A [1 true] /N null>> BDC EMC /Span<</ActualText<FEFF>>>BDC"],
    [b"q 10 0 0 10 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x01 EI Q 1 0 0 RG"],
    [b"% a remark\n1 w %another\r0 0 m 1 1 l S", b"/GS0 gs %", b"\n0 g"],
    [b"1 0 0 1 5", b"5 6 cm (a", b"b) Tj q", b"Q"],
    [b"[ (a) 1", b"2 (b) ] TJ Q"],
    [b"+1 -.5 .5 1. - -- 1-2 1e5 12abc 99999999999999999999 +-3 0.0000000000000000000001 x"],
    [b"true false null true] >> ) > } { /A#20B /\xc3\xa1 /a{b} <4> <4g> <> q\x00Q"],
    [b"(unended [ 1 2 q"],
    [b"[1 [2 [3]] <</A <</B [4]>>>>] x [1 y 2] z"],
    [b"<</A 1 /B>> x"],
]  # fmt: skip
LETTERS = b" \n()[]<>/%\\{}#\x00-+.0123aTjq'\""


def theirs(streams: list[bytes]) -> list[Any]:
    """Return what pdfminer.six finds, or the kind of its error last."""
    found: list[Any] = []
    try:
        parser = PDFContentParser([PDFStream({}, data) for data in streams])
        while True:
            _, item = parser.nextobject()
            found.append(
                ("!", keyword_name(item).encode()) if isinstance(item, PSKeyword) else item
            )
    except PSEOF:
        return found
    except (PSException, AssertionError, IndexError) as e:
        return [*found, type(e)]


def ours(streams: list[bytes]) -> list[Any]:
    found: list[Any] = []
    operands: list[Any] = []
    try:
        for name in operations([PDFStream({}, data) for data in streams], operands):
            found += [*operands, ("!", name)]
            operands.clear()
    except (PSException, AssertionError, IndexError) as e:
        return [*found, *operands, type(e)]
    return [*found, *operands]


def alike(a: list[Any], b: list[Any]) -> bool:
    """Whether values and types are the same; streams of inline images have no equality."""
    return repr(a) == repr(b)


@pytest.mark.parametrize("streams", STREAMS)
def test_tokens_are_those_of_pdfminer(streams: list[bytes]) -> None:
    assert alike(ours(streams), theirs(streams))


def test_damaged_streams_are_read_as_pdfminer_reads_them() -> None:
    rng = random.Random(12)
    for _ in range(3000):
        streams = list(rng.choice(STREAMS))
        for _ in range(rng.randint(1, 4)):
            k = rng.randrange(len(streams))
            at = rng.randint(0, len(streams[k]))
            put = bytes(rng.choices(LETTERS, k=rng.randint(0, 3)))
            streams[k] = streams[k][:at] + put + streams[k][at + rng.randint(0, 3) :]
        assert alike(ours(streams), theirs(streams)), streams


def test_long_text_is_known_throughout() -> None:
    """Nothing in what programs write goes the slow way, which is another reader's."""
    data = b"q BT /F1 1 Tf 1 0 0 1 0 0 Tm [(a) -1.5 <0041>] TJ (\\050\\)) Tj ET Q\n" * 100
    known = operators._known(data, [])
    while True:
        try:
            next(known)
        except StopIteration as e:
            end = e.value
            break
    assert end == len(data)
