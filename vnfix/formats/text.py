"""Plain text: bytes to a document, and a text to its lines."""

from __future__ import annotations

import codecs
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from vnfix.document import make_document
from vnfix.errors import UnreadableError, UsageError
from vnfix.logs import logger
from vnfix.text.encodings import canonical
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.model import Document, Repair

# What people hand over by mistake, by its first bytes.
FOREIGN = {
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG\r\n": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"II*\x00": "a picture (TIFF)",
    b"MM\x00*": "a picture (TIFF)",
    b"\x1f\x8b": "a gzip file",
}


def read_plain(data: bytes, name: str, config: Config) -> Document:
    """Read the bytes of a text file; arguments and errors as for `decode_text`."""
    text, encoding = decode_text(data, name, config)
    return make_document(text, name=name, encoding=encoding)


def decode_text(data: bytes, name: str, config: Config) -> tuple[str, str]:
    """Return the text of a file and its encoding.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        config: `config.encoding` overrides the search for the encoding.

    Raises:
        UnreadableError: the bytes are not text, or not of the encoding.

    """
    for magic, kind in FOREIGN.items():
        if config.encoding is None and data.startswith(magic):
            remedy = "Save it as text or PDF first; a picture has to be read by OCR first."
            raise UnreadableError(f"{name} is {kind}, not a text.", remedy)
    return decode_bytes(data, name, config)


# Bytes to text and back, in the encoding that was read.
#
# The byte order mark stays in the text, so that writing gives the same bytes again.

# The four-byte marks come first: that of UTF-32 begins like that of UTF-16.
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Every byte is read as something; 0x85 is no line end, as it would be in Latin-1.
LEGACY = "cp1252:vnfix-controls"
# Names that stand for "with a byte order mark, or this one".
DEFAULT_ENDIAN = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
# Windows-1258 writes the five tones as separate marks.
TONES = "\u0300\u0301\u0303\u0309\u0323"
SAMPLE = 1 << 16


def decode_bytes(data: bytes, name: str, config: Config) -> tuple[str, str]:
    """Return the text of `data` and the encoding that it was read with.

    Args:
        data: bytes of a text file.
        name: the file's name, for messages.
        config: `encoding` is a name that Python knows; `NAME:HANDLER` also names what Python calls
            the error handler, such as `utf-8:surrogateescape`, which keeps damaged bytes as they
            are. A name in `vnfix.text.encodings` (tcvn3, vni ...) reads the bytes as Windows-1252,
            for the fixers to convert. None finds UTF-8, UTF-16 or UTF-32 by their marks, and those
            unless `legacy` is off.

    Raises:
        UnreadableError: the bytes are not of that encoding; says which it looks like.
        UsageError: there is no such encoding.

    """
    encoding = config.encoding
    if canonical(encoding) or (encoding is None and looks_legacy(data, config)):
        encoding = find_encoding(data) if _is_utf8(data) else LEGACY
    codec, _, handler = (encoding or find_encoding(data)).partition(":")
    codec = _with_endian(codec, data)
    try:
        text = data.decode(codec, handler or "strict")
    except UnicodeError as e:
        raise _not_readable(data, name, codec, e) from e
    except (LookupError, ValueError) as e:
        remedy = "Name one that Python knows: utf-8, utf-16, cp1258, cp1252, latin-1 ..."
        raise UsageError(f"There is no encoding or error handler {encoding!r}.", remedy) from e
    return text, f"{codec}:{handler}" if handler else codec


def looks_legacy(data: bytes, config: Config) -> bool:
    """Tell whether bytes that are not UTF-8 are in a Vietnamese encoding of the 1990s."""
    from vnfix.analysis import Analysis
    from vnfix.detectors.legacy import assign
    from vnfix.document import make_document

    sample = data[:SAMPLE]
    if sample.isascii() or b"\0" in sample or find_encoding(data) != "utf-8" or _is_utf8(data):
        return False
    text = sample.decode(*LEGACY.split(":"))
    return bool(assign(Analysis.of(make_document(text), config)))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _controls(error: UnicodeError) -> tuple[str | bytes, int]:
    """Read the bytes that Windows-1252 leaves open as control characters, and write them so."""
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    if isinstance(error, UnicodeEncodeError):
        found = error.object[error.start : error.end]
        if all("\x80" <= c <= "\x9f" for c in found):
            return found.encode("latin-1"), error.end
    raise error


codecs.register_error("vnfix-controls", _controls)


def encode_as(text: str, encoding: str) -> tuple[bytes, str]:
    """Return the bytes of `text` in `encoding`, and the encoding used.

    Vietnamese that the encoding cannot hold even with separate tone marks is written as UTF-8:
    better another encoding, of which the caller tells the user, than a lost letter. Half of a
    surrogate pair, which only a faulty PDF can give, becomes U+FFFD.
    """
    codec, _, handler = (encoding or "utf-8").partition(":")
    try:
        return text.encode(codec, handler or "strict"), encoding or "utf-8"
    except UnicodeEncodeError:
        pass
    try:
        return _split_tones(text, codec).encode(codec, handler or "strict"), encoding
    except UnicodeEncodeError:
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.encode(), "utf-8"


def find_encoding(data: bytes) -> str:
    """Return the encoding of a mark, or of the pattern of zero bytes, else UTF-8."""
    for mark, codec in BOMS:
        if data.startswith(mark):
            return codec
    sample = data[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 > len(sample) and min(even, odd) * 20 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def _with_endian(codec: str, data: bytes) -> str:
    """Return the name without the doubt about byte order, so that writing keeps it."""
    plain = codec.lower().replace("_", "-")
    if plain not in DEFAULT_ENDIAN:
        return codec
    found = find_encoding(data)
    return found if found.startswith(plain[:6]) else DEFAULT_ENDIAN[plain]


def _not_readable(data: bytes, name: str, codec: str, error: UnicodeError) -> UnreadableError:
    at = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
    guess, remedy = _guess(data)
    key = "encoding" if "--encoding" in remedy else ""
    return UnreadableError(f"{name} is not {codec}{at}; it looks like {guess}.", remedy, key=key)


def _guess(data: bytes) -> tuple[str, str]:
    """Return what undecodable bytes look like, and what to do about them."""
    sample = data[:SAMPLE]
    lost = sample.decode("utf-8", "replace").count("\ufffd")
    high = sum(b >= 0x80 for b in sample)
    if _is_utf8(data) and b"\0" not in sample:
        return "UTF-8", "Leave `--encoding` out."
    if lost * 10 < high:
        remedy = "Keep the damaged bytes as they are: `--encoding utf-8:surrogateescape`."
        return "UTF-8 with damaged bytes", remedy
    if b"\0" in sample:
        return "binary data, not text", "Hand over the text itself, or a PDF."
    if _is_cp1258(sample):
        return "Windows-1258 (Vietnamese)", "Run again with `--encoding cp1258`."
    remedy = "Name it: `--encoding tcvn3` (vni, viscii, vps ...) or `--encoding cp1252`."
    return "Windows-1252 or a Vietnamese encoding of the 1990s (TCVN3, VNI ...)", remedy


def _is_cp1258(sample: bytes) -> bool:
    """Whether tone marks stand behind vowels, as only Windows-1258 has them."""
    text = sample.decode("cp1258", "replace")
    placed = [a for a, b in pairwise(text) if b in TONES]
    vowels = sum(unicodedata.normalize("NFD", a)[0] in "aeiouyAEIOUY" for a in placed)
    high = sum(c >= "\x80" for c in text)
    return bool(placed) and vowels * 10 >= len(placed) * 9 and vowels * 8 >= high


def _split_tones(text: str, codec: str) -> str:
    """Return `text` with the tone written apart where `codec` has no letter with that tone."""
    out = []
    for ch in text:
        try:
            ch.encode(codec)
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", ch)
            tone = "".join(m for m in marks[1:] if m in TONES)
            base = "".join(m for m in marks if m not in tone)
            out.append(nfc(base) + tone)
        else:
            out.append(ch)
    return "".join(out)


# Text files: the bytes of a repaired text, in the encoding that was read.

log = logger(__name__)


def encode_text(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the repaired text in the encoding that was read; arguments as all writers have them.

    Where that encoding cannot hold the text it is written as UTF-8, and a warning says so.
    """
    del source, config
    data, used = encode_as(repair.text, document.encoding)
    if used != (document.encoding or "utf-8"):
        read = document.encoding.partition(":")[0]
        log.warning(
            "%s: %s cannot hold the repaired text; written as %s.", document.name, read, used
        )
    return data
