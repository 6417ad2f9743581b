"""LangChain documents, between a loader and a splitter or an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from vnfix.adapters.grouping import documents as by_document
from vnfix.adapters.grouping import missing
from vnfix.api import Overrides, make_config
from vnfix.diagnosis import diagnose
from vnfix.streaming import join, repair_rows

try:
    from langchain_core.documents import BaseDocumentTransformer, Document
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
        self, documents: Sequence[Document], **kwargs: object
    ) -> Sequence[Document]:
        """Return copies of the documents with their contents repaired, in the same order.

        Args:
            documents: id, metadata and class are kept.
            kwargs: of the base class; not used.

        Raises:
            UsageError: the metadata `group_by` cannot be hashed.
            DataError: a dictionary, rule file or model cannot be used.

        """
        del kwargs
        result = list(documents)
        groups = [d.metadata.get(self.group_by) for d in documents]
        for members in by_document([d.page_content for d in documents], groups):
            texts = [documents[k].page_content for k in members]
            kind = diagnose(join(texts), self.config).kind if self.add_metadata else None
            for k, row in zip(members, repair_rows(texts, self.config), strict=True):
                result[k] = self._repaired(documents[k], row, kind)
        return result

    @staticmethod
    def _repaired(document: Document, row: Repair, kind: Damage | None) -> Document:
        told = {"vnfix": {"kind": str(kind), "corrections": len(row.corrections)}} if kind else {}
        metadata = {**document.metadata, **told}
        return document.model_copy(update={"page_content": row.text, "metadata": metadata})
