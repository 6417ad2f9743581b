"""The document transformer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from vnfix.errors import UsageError

pytest.importorskip("langchain_core")

from langchain_core.documents import Document

from vnfix.adapters.langchain import VnfixTransformer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TEXTS = ("Cii c6ch", "Kế hoạch cải cách hành chính của tỉnh", "hinh chinh")
SOURCES = ("a.pdf", "b.pdf", "a.pdf")
FIXED = ["Cải cách", TEXTS[1], "hành chính"]


def documents(key: str = "source") -> list[Document]:
    return [
        Document(text, id=str(k), metadata={key: source, "page": k})
        for k, (text, source) in enumerate(zip(TEXTS, SOURCES, strict=True))
    ]


def test_documents_of_one_source_are_repaired_together() -> None:
    before = documents()
    after = VnfixTransformer().transform_documents(before)
    assert [d.page_content for d in after] == FIXED
    assert [(d.id, d.metadata) for d in after] == [(d.id, d.metadata) for d in before]
    assert before == documents(), "the documents themselves are left alone"


def test_asynchronously() -> None:
    after = asyncio.run(VnfixTransformer().atransform_documents(documents()))
    assert [d.page_content for d in after] == FIXED


@pytest.mark.parametrize("add_metadata", [False, True])
def test_a_generator_is_repaired(add_metadata: bool) -> None:
    transformer = VnfixTransformer(add_metadata=add_metadata)
    lazy = transformer.transform_documents(iter(documents()))
    assert [d.page_content for d in lazy] == FIXED
    assert lazy == transformer.transform_documents(documents())
    after = asyncio.run(transformer.atransform_documents(d for d in documents()))
    assert after == lazy

    async def loaded() -> AsyncIterator[Document]:
        for document in documents():
            yield document

    assert asyncio.run(transformer.atransform_documents(loaded())) == lazy


@pytest.mark.parametrize("given", [documents()[0], "Cii c6ch", ["Cii c6ch"], None, 3])
def test_what_are_no_documents_is_told(given: Any) -> None:
    for call in (
        VnfixTransformer().transform_documents,
        lambda d: asyncio.run(VnfixTransformer().atransform_documents(d)),
    ):
        with pytest.raises(UsageError, match="documents are needed") as e:
            call(given)
        assert "[document]" in e.value.remedy


def test_another_key_and_none() -> None:
    by_file = VnfixTransformer(group_by="file")
    assert [d.page_content for d in by_file.transform_documents(documents("file"))] == FIXED
    assert by_file.transform_documents(documents())[0].page_content == TEXTS[0]
    assert by_file.transform_documents([]) == []


def test_metadata_tells_what_was_done() -> None:
    after = VnfixTransformer(add_metadata=True).transform_documents(documents())
    told = [d.metadata["vnfix"] for d in after]
    assert [t["kind"] for t in told] == ["wrong-language OCR", "healthy", "wrong-language OCR"]
    assert told[0]["corrections"] > 0
    assert told[1]["corrections"] == 0
    assert after[0].metadata["page"] == 0


def test_options_are_checked() -> None:
    with pytest.raises(UsageError, match="rund"):
        VnfixTransformer(rund=1)  # type: ignore[call-arg]
    sick = [Document("x", metadata={"source": ["a"]})]
    with pytest.raises(UsageError, match="hashed"):
        VnfixTransformer().transform_documents(sick)
