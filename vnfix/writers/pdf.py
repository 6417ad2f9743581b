"""PDF files: the source with a repaired text layer, everything else as it was.

The invisible text of scans is written anew on its old places; drawn type keeps its glyphs, and
its fonts say what they mean.
"""

from __future__ import annotations

import io
import logging
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from vnfix.errors import UnreadableError, UsageError
from vnfix.writers.pdf_content import read_page
from vnfix.writers.pdf_glyphless import Glyphless
from vnfix.writers.pdf_page import write_page
from vnfix.writers.pdf_scan import baselines, lay_words, make_layers
from vnfix.writers.placing import place

if TYPE_CHECKING:
    from pikepdf import Pdf

    from vnfix.config import Config
    from vnfix.model import Document, Repair
    from vnfix.writers.placing import Placed

log = logging.getLogger(__name__)


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
            return _rewrite(pdf, document, repair, config)
    except pikepdf.PasswordError as e:
        raise UnreadableError(f"{document.name} is encrypted with a password.") from e
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as e:
        remedy = "Try to mend it with `qpdf BROKEN.pdf MENDED.pdf`, or name a .txt file."
        raise UnreadableError(f"{document.name} cannot be rewritten: {e}.", remedy) from e


def _rewrite(pdf: Pdf, document: Document, repair: Repair, config: Config) -> bytes:
    placed: defaultdict[int, list[Placed]] = defaultdict(list)
    for word in place(document, repair):
        placed[word.page].append(word)
    glyphless = Glyphless(pdf)
    changed = _changed_pages(document, repair)
    for number in sorted(changed):
        page = pdf.pages[number - 1]
        content = read_page(page)
        words = [w for w in placed[number] if document.words[w.like].hidden]
        lines = baselines(page, content)
        laid = lay_words(words, document.words, repair.text, lines)
        write_page(pdf, page, content, make_layers(page, content, laid, glyphless))
    glyphless.finish()
    return _save(pdf)


def _changed_pages(document: Document, repair: Repair) -> set[int]:
    """Return the numbers of the pages with corrections."""
    starts = [line.start for line in document.lines]
    return {document.lines[bisect_right(starts, c.start) - 1].page for c in repair.corrections}


def _save(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        linearize=pdf.is_linearized,
        deterministic_id=not pdf.is_encrypted,
        encryption=pdf.is_encrypted,
    )
    return out.getvalue()
