"""LangChain documents, between a loader and a splitter or an index."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Unpack

from vnfix.adapters.grouping import documents as by_document
from vnfix.adapters.grouping import missing
from vnfix.api import Overrides, make_config
from vnfix.diagnosis import diagnose
from vnfix.errors import UsageError
from vnfix.streaming import join, repair_rows

try:
    from langchain_core.documents import BaseDocumentTransformer, Document
    from langchain_core.runnables import run_in_executor
except ImportError as e:
    raise missing("langchain-core", "langchain") from e

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.config import Config
    from vnfix.model import Damage, Repair


class VnfixTransformer(BaseDocumentTransformer):
    """Repairs the contents of documents.

    Loaders give a file as many documents (pages, chunks), which name it in their metadata; those
    of one file are repaired together.

    >>> VnfixTransformer().transform_documents([Document("Cii c6ch hinh chinh")])
    [Document(metadata={}, page_content='Cải cách hành chính')]
    """

    def __init__(
        self,
        *,
        group_by: str = "source",
        add_metadata: bool = False,
        config: Config | None = None,
        **overrides: Unpack[Overrides],
    ) -> None:
        """Keep the options.

        Args:
            group_by: the metadata that names a document's file. A document without it is
                repaired by itself.
            add_metadata: tell in the metadata, under `vnfix`, the kind of damage of the whole
                file and the number of corrections in this document.
            config: the options; None means the default ones.
            overrides: single options by name.

        Raises:
            UsageError: there is no such option.

        """
        self.group_by = group_by
        self.add_metadata = add_metadata
        self.config = make_config(config, **overrides)

    def transform_documents(
        self, documents: Iterable[Document], **kwargs: object
    ) -> Sequence[Document]:
        """Return copies of the documents with their contents repaired, in the same order.

        Args:
            documents: a list, or a generator such as `loader.lazy_load()`, which is read to its
                end first. Id, metadata and class are kept.
            kwargs: of the base class; not used.

        Raises:
            UsageError: these are no documents, or the metadata `group_by` cannot be hashed.
            DataError: a dictionary, rule file or model cannot be used.

        """
        del kwargs
        given = _listed(documents)
        result = list(given)
        groups = [d.metadata.get(self.group_by) for d in given]
        for members in by_document([d.page_content for d in given], groups):
            texts = [given[k].page_content for k in members]
            kind = diagnose(join(texts), self.config).kind if self.add_metadata else None
            for k, row in zip(members, repair_rows(texts, self.config), strict=True):
                result[k] = self._repaired(given[k], row, kind)
        return result

    async def atransform_documents(
        self, documents: Iterable[Document] | AsyncIterable[Document], **kwargs: object
    ) -> Sequence[Document]:
        """Do the same in a thread; `loader.alazy_load()` can be given, too."""
        if isinstance(documents, AsyncIterable):
            documents = [d async for d in documents]
        return await run_in_executor(None, self.transform_documents, documents, **kwargs)

    @staticmethod
    def _repaired(document: Document, row: Repair, kind: Damage | None) -> Document:
        told = {"vnfix": {"kind": str(kind), "corrections": len(row.corrections)}} if kind else {}
        metadata = {**document.metadata, **told}
        return document.model_copy(update={"page_content": row.text, "metadata": metadata})


def _listed(documents: object) -> list[Document]:
    """Return documents as a list.

    Raises:
        UsageError: they are none, or one that stands alone, which would yield its fields.

    """
    if isinstance(documents, Document | str) or not isinstance(documents, Iterable):
        raise _wrong(documents)
    given = list(documents)
    for document in given:
        if not isinstance(document, Document):
            raise _wrong(document)
    return given


def _wrong(given: object) -> UsageError:
    remedy = "Give a list or a generator of documents: `[document]`, `[Document(text)]`."
    return UsageError(f"Several documents are needed; this is {type(given).__name__}.", remedy)
