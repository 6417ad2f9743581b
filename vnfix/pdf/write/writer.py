"""PDF files: the source with a repaired text layer, everything else as it was.

The invisible text of scans is written anew on its old places; drawn type keeps its glyphs, and
its fonts say what they mean.
"""

from __future__ import annotations

import io
import warnings
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from vnfix.errors import SignedError, StaleError, UnreadableError, UsageError
from vnfix.formats.placing import place
from vnfix.formats.unwritten import note_unwritten
from vnfix.logs import logger
from vnfix.memory import no_circles
from vnfix.pdf.write.content import read_page
from vnfix.pdf.write.glyphless import Glyphless
from vnfix.pdf.write.layer import baselines, lay_words, make_layers
from vnfix.pdf.write.rewrite import Layers, write_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pikepdf import Object, Pdf

    from vnfix.config import Config
    from vnfix.formats.placing import Placed
    from vnfix.formats.unwritten import Unwritten
    from vnfix.model import Document, Repair
    from vnfix.pdf.write.content import Content

log = logger(__name__)
NAMED = 5  # losses that a warning names
# What the objects of a damaged file raise where others are expected.
FAULTS = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


@no_circles
def encode_pdf(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the PDF with the repaired text; without corrections, the very same bytes.

    Args:
        document: as it was read from `source`.
        repair: its repair, or one made of decided corrections.
        source: the PDF.
        config: `break_signature` allows a signed PDF to be rewritten.

    Raises:
        UsageError: the document was not read from a PDF.
        SignedError: the PDF is signed and must stay as it is.
        StaleError: `source` is not what the document was read from.
        UnreadableError: the PDF is too damaged to be rewritten.

    """
    import pikepdf

    if not document.pages or not source:
        remedy = "A PDF is written from a PDF only; name a .txt file."
        raise UsageError(f"{document.name} is no PDF.", remedy)
    if not repair.corrections:
        return source
    try:
        with pikepdf.open(io.BytesIO(source)) as pdf:
            release(pdf, document.name, allowed=config.break_signature)
            work = _Rewriting(pdf, document, repair)
            if not work.run(source):
                return source
            correct_marking(pdf, document.name, untagged=work.untagged)
            return _save(pdf)
    except pikepdf.PasswordError as e:
        raise UnreadableError(f"{document.name} is encrypted with a password.") from e
    except (pikepdf.PdfError, *FAULTS) as e:
        remedy = "Try to mend it with `qpdf BROKEN.pdf MENDED.pdf`, or name a .txt file."
        raise UnreadableError(f"{document.name} cannot be rewritten: {e}.", remedy) from e


class _Rewriting:
    """One PDF and what changes in it."""

    def __init__(self, pdf: Pdf, document: Document, repair: Repair) -> None:
        self.pdf = pdf
        self.document = document
        self.repair = repair
        self.glyphless = Glyphless(pdf)
        self.contents: dict[int, Content] = {}
        self.placed = place(document, repair)
        self.untagged = False
        self.mapped = False

    def run(self, source: bytes) -> bool:
        """Make the changes; tell whether there were any."""
        hidden, drawn = _touched(self.document, self.repair)
        changed = self.change_type(source) if drawn else set()
        words: defaultdict[int, list[Placed]] = defaultdict(list)
        hidden |= {word.page for word in self.placed if word.added}
        for word in self.placed:
            if self.document.words[word.like].hidden:
                words[word.page].append(word)
        before = _hidden_words(self.document)
        hidden = {n for n in hidden if before[n] != [word.text for word in words[n]]}
        for number in sorted(hidden | changed):
            page, content = self.pdf.pages[number - 1], self.content(number)
            layers = Layers(strip=False)
            if number in hidden:
                lines = baselines(page, content)
                laid = lay_words(words[number], self.document.words, self.repair.text, lines)
                layers = make_layers(content, laid, self.glyphless)
                self.untagged |= None in layers.texts
            write_page(self.pdf, page, content, layers)
        self.glyphless.finish()
        return bool(hidden or changed or self.mapped)

    def content(self, number: int) -> Content:
        if number not in self.contents:
            self.contents[number] = read_page(self.pdf.pages[number - 1])
        return self.contents[number]

    def change_type(self, source: bytes) -> set[int]:
        """Make drawn type read right; return the pages whose content changes."""
        from vnfix.pdf.write.drawn import TypeWriter
        from vnfix.pdf.write.tounicode import read_drawn, trace

        stale = StaleError(f"{self.document.name} reads otherwise than it did.")
        try:
            traced = trace(source)
        except Exception as e:
            raise stale from e  # the parser went through what was read
        if traced.text != self.document.text:
            raise stale
        reading = read_drawn(self.document, self.repair, self.placed, traced.origins)
        self.mapped = bool(reading.letters)
        writer = TypeWriter(self.pdf, traced, self.content, self.glyphless)
        changed = writer.write(reading)
        if writer.lost:
            _name_losses(self.document.name, writer.lost)
            note_unwritten(writer.lost)
        return changed


def _name_losses(name: str, lost: Sequence[Unwritten]) -> None:
    more = len(lost) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    places = (
        f"the letters of the font {w.font}" if w.font else f"{w.after!r} on page {w.page}"
        for w in lost[:NAMED]
    )
    log.warning(
        "%s: its fonts cannot be read in a known way, so these keep their old text: %s%s.",
        name, ", ".join(places), rest,
    )  # fmt: skip


def _hidden_words(document: Document) -> Mapping[int, list[str]]:
    """Return the invisible words of each page, as they were read."""
    words: defaultdict[int, list[str]] = defaultdict(list)
    for word in document.words:
        if word.hidden:
            words[word.page].append(document.text[word.start : word.end])
    return words


def _touched(document: Document, repair: Repair) -> tuple[set[int], bool]:
    """Return the pages whose invisible text has corrections, and whether any drawn type has."""
    words, hidden, drawn = document.words, set(), False
    ends = [word.end for word in words]
    for c in (c for c in repair.corrections if not c.box):
        for k in range(bisect_left(ends, c.start), len(words)):
            if words[k].start > c.end:
                break
            if words[k].hidden:
                hidden.add(words[k].page)
            drawn |= not words[k].hidden
    return hidden, drawn


def _save(pdf: Pdf) -> bytes:
    """Return the file, stored as its source is: in object streams, linear, encrypted."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pikepdf's advice on forms is for those who make them
        pdf.save(
            out,
            linearize=pdf.is_linearized,
            fix_metadata_version=False,
            deterministic_id=not pdf.is_encrypted,
            encryption=pdf.is_encrypted,
        )
    return out.getvalue()


# Digital signatures: a signed PDF is not rewritten, unless told so; then it says what it lost.
#
# Source: ISO 32000-1, 12.7.4.5 (signature fields), 12.8 (signatures, permissions).

MAX_DEPTH = 50  # of fields in fields
READ_ONLY = 1  # flag of a field


def release(pdf: Pdf, name: str, *, allowed: bool) -> None:
    """Take the signatures out of a PDF that is going to change; without any, do nothing.

    Their pictures stay on the pages, as fields that nobody has signed and nobody can fill in.

    Args:
        pdf: the file.
        name: its name, for messages.
        allowed: whether the user has agreed to that.

    Raises:
        SignedError: the user has not.

    """
    signed = _signed(pdf)
    if not signed and not pdf.Root.get("/Perms"):
        return
    names = ", ".join(sorted({str(field.get("/T", "without a name")) for field in signed}))
    if not allowed:
        message = f"{name} is signed ({names or 'with permissions'}); rewriting it breaks that."
        raise SignedError(message)
    for field in signed:
        del field.V
        field.Ff = int(field.get("/Ff", 0)) | READ_ONLY
    for key in ("/Perms", "/DSS"):  # permissions and proofs of signatures that are gone
        if key in pdf.Root:
            del pdf.Root[key]
    form = pdf.Root.get("/AcroForm")
    if form is not None and "/SigFlags" in form:
        del form.SigFlags
    log.warning(
        "%s: the signatures are gone (%s); only their pictures stay.", name, names or "permissions"
    )


def is_signed(path: str) -> bool:
    """Tell whether a PDF has signatures that a change would break; not if it cannot be read."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return bool(_signed(pdf) or pdf.Root.get("/Perms"))
    except (OSError, pikepdf.PdfError, *FAULTS):
        return False


def _signed(pdf: Pdf) -> list[Object]:
    return [field for field in _fields(pdf) if _is_signed(field)]


def _is_signed(field: Object) -> bool:
    from pikepdf import Dictionary

    return isinstance(field.get("/V"), Dictionary) and "/ByteRange" in field.V


def _fields(pdf: Pdf) -> Iterator[Object]:
    """Yield the fields of the form, and those that only a page knows."""
    from pikepdf import Array, Dictionary

    form = pdf.Root.get("/AcroForm")
    roots = form.get("/Fields") if isinstance(form, Dictionary) else None
    seen: set[tuple[int, int]] = set()
    if isinstance(roots, Array):
        yield from _below(list(roots), seen, 0)
    for page in pdf.pages:
        notes = page.obj.get("/Annots")
        if isinstance(notes, Array):
            yield from _below(list(notes), seen, 0)
            parents = [n.Parent for n in notes if isinstance(n, Dictionary) and "/Parent" in n]
            yield from _below(parents, seen, 0)


def _below(nodes: list[Object], seen: set[tuple[int, int]], depth: int) -> Iterator[Object]:
    from pikepdf import Array, Dictionary

    for node in nodes:
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        yield node
        kids = node.get("/Kids")
        if isinstance(kids, Array) and depth < MAX_DEPTH:
            yield from _below(list(kids), seen, depth + 1)


# What a PDF says of itself and would no longer be true: then it goes, and a warning names it.
#
# A file that conforms to PDF/A still does: the new font is embedded, with its widths and its map
# to
# Unicode, and nothing else is added. Level A and PDF/UA also promise that all text is tagged.

LEVEL, ACCESSIBLE = "pdfaid:conformance", "pdfuaid:part"


def correct_marking(pdf: Pdf, name: str, *, untagged: bool) -> None:
    """Make the file's own description true again.

    Args:
        pdf: the file.
        name: its name, for messages.
        untagged: whether there is text now that belongs to no tag.

    """
    if not untagged or "/StructTreeRoot" not in pdf.Root or "/Metadata" not in pdf.Root:
        return
    lost: list[str] = []
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        if str(meta.get(LEVEL, "")).upper() == "A":
            lost.append(f"{meta.pdfa_status} (it is level B now)")
            meta[LEVEL] = "B"
        if ACCESSIBLE in meta:
            lost.append("PDF/UA")
            del meta[ACCESSIBLE]
    if lost:
        log.warning("%s: it is no longer %s, as repaired text lies outside of its tags.",
                    name, " and ".join(lost))  # fmt: skip
