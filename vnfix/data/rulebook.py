"""The rules: pattern -> replacement with fixed context, kept as TOML records.

A rule's pattern is one of the `regex` package and never spans a line end. `<<name>>` in it stands
for all that a confusion class (`[classes.name]`) may read for something else; `{group}` in the
replacement is what a named group matched, `{group:name}` the same put right by that class. Nothing
else is evaluated: what needs arithmetic or memory is a fixer.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from vnfix.data.entries import Problem, require
from vnfix.data.tables import damage_told
from vnfix.errors import DataError
from vnfix.model import Candidate, Safety
from vnfix.text.patterns import pattern as late

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Classes = Mapping[str, Mapping[str, str]]
    Records = tuple[list[dict[str, Any]], Classes]

REQUIRED = frozenset({"id", "pattern", "replace", "safety", "why", "source", "fixes", "keeps"})
OPTIONAL = frozenset({"needs", "price", "exact", "confidence", "result"})
SPOKEN = frozenset({"source", "fixes", "keeps"})
"""Fields that are for people and for checks."""
FILE = "rules.json"
_ID = late(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CLASS = late(r"<<(\w+)>>")
_SLOT = late(r"\{(?P<group>\w+)(?::(?P<name>\w+))?\}")


class Rule(NamedTuple):
    """One record, ready to use.

    Attributes:
        id: unique, kebab-case; appears in `Correction.fixer` as `rule:ID`.
        pattern: what is looked for.
        replace: what is put there; see the module's docstring.
        safety: AUTO only where the context proves the change.
        why: shown to the reviewer.
        price: extra cost in nats of an arc of the lattice.
        exact: not weighed against other readings.
        confidence: probability that an exact rule of a user's is right, None where the table of
            confidences tells.
        result: what the outcome must look like, such as a possible day and month.
        needs: sets of characters; one of each stands in every line where the pattern is found.

    """

    id: str
    pattern: regex.Pattern[str]
    replace: str
    safety: Safety
    why: str
    price: float
    exact: bool
    confidence: float | None
    result: regex.Pattern[str] | None
    needs: tuple[frozenset[str], ...]

    def may_match(self, characters: Collection[str]) -> bool:
        """Whether the pattern may be found among these characters."""
        return not any(some.isdisjoint(characters) for some in self.needs)

    def matches(
        self, text: str, span: tuple[int, int], classes: Classes
    ) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and replacement for each place of `text` within `span`."""
        for m in self.pattern.finditer(text, *span):
            after = _filled(self.replace, m, classes)
            possible = self.result is None or self.result.fullmatch(after)
            if possible and after != m.group() and "\n" not in m.group():
                yield m.start(), m.end(), after


@dataclass(frozen=True)
class Rulebook:
    """All rules, shipped and users', in order, and the confusion classes."""

    rules: tuple[Rule, ...]
    classes: Classes

    @cached_property
    def _needs(self) -> tuple[Mapping[str, int], tuple[int, ...]]:
        """Which sets of characters each one is in, and which of them each rule needs, as bits."""
        bits: dict[frozenset[str], int] = {}
        for some in chain.from_iterable(rule.needs for rule in self.rules):
            bits.setdefault(some, 1 << len(bits))
        met: dict[str, int] = defaultdict(int)
        for some, bit in bits.items():
            for c in some:
                met[c] |= bit
        return dict(met), tuple(
            reduce(or_, map(bits.__getitem__, rule.needs), 0) for rule in self.rules
        )

    def candidates(self, text: str, span: tuple[int, int]) -> Iterator[Candidate]:
        """Yield what the rules propose for `text` between the offsets of `span`."""
        met, needs = self._needs
        here = 0
        for c in characters_of(text[slice(*span)]):
            here |= met.get(c, 0)
        for rule, needed in zip(self.rules, needs, strict=True):
            if needed & ~here:
                continue
            for start, end, after in rule.matches(text, span, self.classes):
                yield Candidate(
                    start, end, after, rule.price, f"rule:{rule.id}", rule.why, rule.safety,
                    rule.exact, rule.confidence,
                )  # fmt: skip


def characters_of(text: str) -> set[str]:
    """Return the characters of a text; all of 0 to 9 if it has digits of another script.

    >>> sorted(characters_of("aba")), len(characters_of("٣"))
    (['a', 'b'], 11)
    """
    found = set(text)
    if not text.isascii() and any(c > "9" and c.isdecimal() for c in found):
        found.update("0123456789")
    return found


def _filled(template: str, m: regex.Match[str], classes: Classes) -> str:
    """Return a replacement with its slots filled from a match."""

    def fill(slot: regex.Match[str]) -> str:
        text: str = m[slot["group"]] or ""
        if slot["name"] is None:
            return text
        table = classes[slot["name"]]
        return table[text] if text in table else "".join(table.get(c, c) for c in text)

    return str(_SLOT.sub(fill, template))


def load_rulebook(folder: Path, rules: tuple[Path, ...] = ()) -> Rulebook:
    """Load the rules of `folder` and the users' files, which are checked in full.

    Raises:
        DataError: a file is missing, is no TOML, or a rule is wrong; the message names the place.
            Or the table of shipped rules is damaged.

    """
    if not (paths := sorted(folder.glob("*.toml"))):
        raise DataError(f"There are no rules in {folder}.", "Install vnfix again.")
    shipped = _laid(folder / FILE, paths) or [_records(path) for path in paths]
    own = [_records(path) for path in rules]
    classes: dict[str, Mapping[str, str]] = {}
    for _, found in (*shipped, *own):
        classes |= found
    for path in rules:
        require(check_rules(path, classes))
    records = [record for found, _ in (*shipped, *own) for record in found]
    return Rulebook(tuple(_rule(record, classes) for record in records), classes)


def _laid(path: Path, made_of: Sequence[Path]) -> list[Records] | None:
    """Return what stands in the table of rules, None where there is none of these very files.

    Raises:
        DataError: the table is damaged.

    """
    if not path.is_file():
        return None
    try:
        files = _digest(made_of)
    except OSError:  # who reads the rules says which file cannot be read
        return None
    with damage_told(path):
        head, _, body = path.read_text("utf-8").partition("\n")
        told = json.loads(head)
        if told["sha256"] != hashlib.sha256(body.encode()).hexdigest():
            raise ValueError("its hash does not match")
        laid: list[Records] = json.loads(body)
        return laid if told["files"] == files else None


def is_laid(folder: Path) -> bool:
    """Whether the table of a folder's rules is of these very files.

    Raises:
        DataError: it is damaged.

    """
    return _laid(folder / FILE, sorted(folder.glob("*.toml"))) is not None


def _digest(made_of: Sequence[Path]) -> str:
    return hashlib.sha256(b"".join(p.read_bytes() for p in made_of)).hexdigest()


def write_laid(folder: Path) -> None:
    """Write the rules of a folder as JSON, which is read in a twentieth of the time.

    Raises:
        DataError: a file is no TOML.

    """
    paths = sorted(folder.glob("*.toml"))
    laid = [
        ([{k: v for k, v in record.items() if k not in SPOKEN} for record in records], classes)
        for records, classes in map(_records, paths)
    ]
    body = json.dumps(laid, ensure_ascii=False, indent=1) + "\n"
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    head = json.dumps({"files": _digest(paths), "sha256": sha256})
    (folder / FILE).write_text(f"{head}\n{body}", "utf-8", newline="\n")


def _records(path: Path) -> Records:
    """Return the records of a file and its confusion classes, turned to wrong -> right."""
    import tomllib  # only where a file of rules is not one that vnfix ships

    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as e:
        raise DataError(f"The rules {path} cannot be read: {e.strerror}.", "Check the name.") from e
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise DataError(f"The rules {path} are no UTF-8 TOML: {e}.", "Correct the file.") from e
    classes: dict[str, Mapping[str, str]] = {
        name: {wrong: right for right, wrongs in table.items() for wrong in wrongs}
        for name, table in data.get("classes", {}).items()
    }
    return data.get("rule", []), classes


def _rule(record: Mapping[str, Any], classes: Classes) -> Rule:
    result, needs = record.get("result"), record.get("needs", [])
    return Rule(
        id=record["id"],
        pattern=compiled(record["pattern"], classes),
        replace=record["replace"],
        safety=Safety(record["safety"].upper()),
        why=record["why"],
        price=float(record.get("price", 1.0)),
        exact=bool(record.get("exact", False)),
        confidence=float(record["confidence"]) if "confidence" in record else None,
        result=None if result is None else late(result, regex.V1),
        needs=tuple(map(frozenset, [needs] if isinstance(needs, str) else needs)),
    )


def compiled(pattern: str, classes: Classes) -> regex.Pattern[str]:
    """Return a rule's pattern, compiled at its first use; `^` and `$` are those of a line.

    Raises:
        KeyError: it names a class that is nowhere.

    """

    def expand(m: regex.Match[str]) -> str:
        """Return a class's keys: characters as a set without brackets, words as a choice."""
        keys = sorted(classes[m[1]], key=lambda k: (-len(k), k))
        if all(len(k) == 1 for k in keys):
            return "".join(regex.escape(k) for k in keys)
        return "|".join(regex.escape(k) for k in keys)

    return late(_CLASS.sub(expand, pattern), regex.V1 | regex.MULTILINE)


def check_rules(path: Path, classes: Classes | None = None) -> list[Problem]:
    """Return what is wrong in a file of rules, its own examples included.

    Args:
        path: the file.
        classes: confusion classes of other files that its patterns may name.

    Raises:
        DataError: it cannot be read, or is no TOML.

    """
    records, own = _records(path)
    known = {**(classes or _classes_beside(path)), **own}
    lines = path.read_text("utf-8-sig").split("\n")
    starts = [k for k, line in enumerate(lines, 1) if line.strip() == "[[rule]]"]
    seen: set[str] = set()
    problems: list[Problem] = []
    for record, line in zip(records, starts, strict=False):
        name = str(record.get("id", ""))
        if name in seen:
            problems.append(Problem(path, line, f"The id {name!r} stands twice.", "Rename one."))
        seen.add(name)
        problems += [Problem(path, line, *fault) for fault in faults(record, known)]
    return problems


def _classes_beside(path: Path) -> dict[str, Mapping[str, str]]:
    """Return the classes of all files of a folder: any of them may use those of another."""
    found: dict[str, Mapping[str, str]] = {}
    for other in sorted(path.parent.glob("*.toml")):
        found |= _records(other)[1]
    return found


def faults(record: Mapping[str, Any], classes: Classes) -> list[tuple[str, str]]:
    """Return (message, remedy) for each thing that is wrong with one record."""
    name = record.get("id", "?")
    fields = set(record)
    if missing := sorted(REQUIRED - fields):
        return [(f"The rule {name!r} lacks {', '.join(missing)}.", "Add it.")]
    if strange := sorted(fields - REQUIRED - OPTIONAL):
        return [(f"The rule {name!r} has unknown fields: {', '.join(strange)}.", "Remove them.")]
    if not _ID.fullmatch(name):
        return [(f"The id {name!r} is not in kebab-case.", "Write it like doc-number.")]
    if not (record["fixes"] and record["keeps"]):
        return [(f"The rule {name!r} has no examples.", "Add what it fixes and what it keeps.")]
    try:
        rule = _rule(record, classes)
        return list(_wrong_examples(rule, record, classes))
    except (ValueError, KeyError, IndexError, TypeError, regex.error) as e:
        return [(f"The rule {name!r} cannot be used: {e!r}.", "See the README of the rules.")]


def _wrong_examples(
    rule: Rule, record: Mapping[str, Any], classes: Classes
) -> Iterator[tuple[str, str]]:
    remedy = "Correct the pattern or the example."
    for before, after in record["fixes"]:
        if not rule.may_match(characters_of(before)):
            yield (
                f"The example {before!r} of the rule {rule.id!r} has nothing that it needs.",
                remedy,
            )
        got = applied([rule], before, classes)
        if got != after:
            yield f"The rule {rule.id!r} makes {got!r} of {before!r}, not {after!r}.", remedy
        elif applied([rule], after, classes) != after:
            yield f"The rule {rule.id!r} changes its own result {after!r}.", remedy
    for text in record["keeps"]:
        if applied([rule], text, classes) != text:
            yield f"The rule {rule.id!r} changes {text!r}.", remedy


def applied(rules: Sequence[Rule] | Iterable[Rule], text: str, classes: Classes) -> str:
    """Return `text` with every proposal of `rules` made, one rule after the other."""
    for rule in rules:
        done, pieces = 0, []
        for start, end, after in rule.matches(text, (0, len(text)), classes):
            pieces += [text[done:start], after]
            done = end
        text = "".join(pieces) + text[done:]
    return text
