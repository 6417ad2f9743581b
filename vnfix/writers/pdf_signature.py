"""Digital signatures: a signed PDF is not rewritten, unless told so; then it says what it lost.

Source: ISO 32000-1, 12.7.4.5 (signature fields), 12.8 (signatures, permissions).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from vnfix.errors import SignedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Object, Pdf

log = logging.getLogger(__name__)

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
    signed = [field for field in _fields(pdf) if _is_signed(field)]
    permissions = pdf.Root.get("/Perms")
    if not signed and not permissions:
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
