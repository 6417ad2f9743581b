"""All that the stages read: dictionaries, rules and trained tables, loaded once and lazily."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnfix.errors import DataError
from vnfix.logs import logger

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.data.confidences import Confidences
    from vnfix.data.lexicon import Lexicon
    from vnfix.data.names import Names
    from vnfix.data.rulebook import Rulebook
    from vnfix.decode.case import CaseModel
    from vnfix.decode.channel import ChannelModel
    from vnfix.decode.confidence import Calibration
    from vnfix.decode.far import FarPairs
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary
    from vnfix.decode.workbench import Workbench

PACKAGE = Path(__file__).parent
MODELS = PACKAGE / "models"
log = logger(__name__)


@dataclass(frozen=True, eq=False)
class Resources:
    """One frozen bundle, passed as an argument; each part is loaded at its first use.

    Two are never equal: what is worked out of one holds only while its files stay as they were.

    Attributes:
        models: folder of trained tables.
        dictionary: users' dictionaries.
        rules: users' rule files.
        protect: users' files of protected words.
        own_channel: a channel to use instead of that of `models`.

    """

    models: Path
    dictionary: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    protect: tuple[Path, ...] = ()
    own_channel: Path | None = None

    @cached_property
    def lexicon(self) -> Lexicon:
        """The dictionaries: shipped, then users'."""
        from vnfix.data.lexicon import load_lexicon

        return load_lexicon(PACKAGE / "dictionaries", self.own_dictionaries, self.protect)

    @cached_property
    def names(self) -> Names:
        """The tables of names."""
        from vnfix.data.name_table import load_names

        return load_names(PACKAGE / "dictionaries")

    @cached_property
    def own_dictionaries(self) -> tuple[Path, ...]:
        """Users' dictionaries; the words that `vnfix train` found come first."""
        trained = self.models / "lexicon.txt"
        return (trained, *self.dictionary) if trained.is_file() else self.dictionary

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules: shipped, then users'."""
        from vnfix.data.rulebook import load_rulebook

        return load_rulebook(PACKAGE / "rules", self.rules)

    @cached_property
    def confidences(self) -> Confidences:
        """How sure what needs no decoding is; a folder of models may bring its own."""
        from vnfix.data.confidences import FILE, load_confidences

        own = self.models / FILE
        return load_confidences(own if own.is_file() else PACKAGE / "rules" / FILE)

    @cached_property
    def lm(self) -> LanguageModel:
        """The language model."""
        from vnfix.decode.lm import load_lm

        return load_lm(self.models / "lm.tab")

    @cached_property
    def channel(self) -> ChannelModel:
        """The channel."""
        from vnfix.decode.channel import load_channel

        return load_channel(self.own_channel or self.models / "channel.tab")

    @cached_property
    def nearly(self) -> ChannelModel:
        """The channel of an engine that knows Vietnamese."""
        from vnfix.decode.channel import load_channel

        own = self.models / "nearly.tab"
        return load_channel(own if own.is_file() else PACKAGE / "models" / "nearly.tab")

    @cached_property
    def far(self) -> FarPairs:
        """Pairs of words at a distance, numbered for the language model."""
        from vnfix.decode.far import load_far

        own = self.models / "far.tab"
        return load_far(own if own.is_file() else PACKAGE / "models" / "far.tab", self.lm.number)

    @cached_property
    def case(self) -> CaseModel:
        """How words are capitalised."""
        from vnfix.decode.case import load_case

        case = load_case(self.models / "case.tab")
        self._same_numbers("case.tab", case.numbers)
        return case

    @cached_property
    def calibration(self) -> Calibration:
        """How sure a reading is."""
        from vnfix.decode.confidence import load_calibration

        return load_calibration(self.models / "calibration.json")

    @cached_property
    def words(self) -> Vocabulary:
        """The words that can be meant, users' own included."""
        own = [w for w in self.lexicon.user_words if w.isalpha()] if self.own_dictionaries else []
        return self.vocabulary.extended(own, self.lm.number)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that can be meant."""
        from vnfix.decode.vocabulary import load_vocabulary

        vocabulary = load_vocabulary(self.models / "vocabulary.tab")
        self._same_numbers("vocabulary.tab", vocabulary.numbers)
        if max(vocabulary.lm, default=0) >= len(self.lm.words):
            self._same_numbers("vocabulary.tab", "others")
        return vocabulary

    @cached_property
    def workbench(self) -> Workbench:
        """What the decoder needs for any document."""
        from vnfix.decode.workbench import Workbench

        return Workbench(self.channel, self.lm, self.words)

    def _same_numbers(self, name: str, numbers: str) -> None:
        """Refuse a table that was built beside another language model.

        Raises:
            DataError: its numbers of words are another model's.

        """
        if numbers != self.lm.sha256:
            raise DataError(
                f"{self.models / name} and lm.tab beside it were not built together.",
                "Build all tables anew with `vnfix train`, or take both from one folder.",
            )


@lru_cache(maxsize=8)
def _load(models: Path, stamps: object, *own: Any) -> Resources:  # noqa: ANN401 - other fields
    del stamps  # a file that has changed makes another bundle
    return Resources(models, *own)


def _stamp(path: Path) -> tuple[int, int]:
    """Return size and time of a file; that it is not there is told where it is read."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return found.st_size, found.st_mtime_ns


def load_resources(config: Config) -> Resources:
    """Return the resources that `config` asks for; equal configurations share one bundle.

    Users' files that have changed since are read anew.
    """
    models = config.models or MODELS
    log.debug("tables of %s", models)
    own = (*config.dictionary, *config.rules, *config.protect)
    stamps = tuple(map(_stamp, (*own, config.channel) if config.channel else own))
    return _load(models, stamps, config.dictionary, config.rules, config.protect, config.channel)
