"""What decoding needs for any document: made once for a set of tables, shared by threads."""

from __future__ import annotations

from functools import cached_property
from threading import local
from typing import TYPE_CHECKING

from vnfix import memory
from vnfix.decode import kernel
from vnfix.decode.candidates import Charts, Tools
from vnfix.decode.looks import Looks
from vnfix.decode.prices import LONGEST
from vnfix.decode.rows import compile_rows
from vnfix.decode.vocabulary import LETTERS

if TYPE_CHECKING:
    from vnfix.decode.candidates import Effort, Key
    from vnfix.decode.channel import ChannelModel
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.rows import Compiled, Rows
    from vnfix.decode.vocabulary import Vocabulary


class Memory(local):
    """What the kernel writes on, for each thread its own."""

    def __init__(self, trie: kernel.Trie) -> None:
        """Make room."""
        self.workspace = kernel.workspace(trie.size, len(LETTERS), LONGEST)
        self.beam = kernel.Beam()
        self.scratch = kernel.Chart(1024)


class Workbench:
    """What decoding needs for any document: made once for a set of tables, shared by threads."""

    def __init__(self, channel: ChannelModel, lm: LanguageModel, vocabulary: Vocabulary) -> None:
        """Keep the tables; all else is made when it is needed."""
        self.channel = channel
        self.lm = lm
        self.vocabulary = vocabulary
        self.trie = vocabulary.trie(lm.alone)
        self.memory = Memory(self.trie)
        self.looks = Looks(lm)
        self._remembered: dict[Effort, tuple[dict[Key, kernel.Arcs], dict[Key, kernel.Arcs]]] = {}

    @cached_property
    def _compiled(self) -> Compiled:
        return compile_rows(self.channel.mixture({}))

    def tools(self, rows: Rows | None = None) -> Tools:
        """Return what this thread needs to search, by the general channel or by these rows."""
        mine = self.memory
        return Tools(
            self.channel.mixture({}) if rows is None else rows,
            self._compiled if rows is None else compile_rows(rows),
            self.lm,
            self.vocabulary,
            self.trie,
            (mine.workspace, mine.beam, mine.scratch),
            self.looks,
        )

    def charts(self, effort: Effort) -> Charts:
        """Return the candidates by the general channel, those of earlier texts among them.

        They do not depend on the document: rows of a table and documents of one folder need each
        token only once.
        """
        charts = Charts(self.tools(), effort, {})
        found = self._remembered.get(effort, ({}, {}))
        if max(map(len, found)) > memory.CHARTS:  # a thread at work keeps what it has begun with
            found = dict(found[0]), dict(found[1])
            for known in found:
                memory.let_go(known, memory.CHARTS)
        self._remembered[effort] = charts.known, charts.pieces = found
        return charts
