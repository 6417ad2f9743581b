"""Unicode that was read once more in an old encoding."""

from __future__ import annotations

import vnfix
from tests.by_rule import BY_RULE, damaged, named, repaired_by
from vnfix.model import Damage


def test_healthy_text_stays() -> None:
    text = "\n".join([*BY_RULE, "Chỗ dột trên mái đã vá xong, bộ phận kế toán cộng sổ."])
    assert vnfix.fix_text(text) == text
    assert named(text) is Damage.HEALTHY


def test_kind_and_words() -> None:
    assert named(damaged("twice-tcvn3")) is Damage.SUBSTITUTED
    assert repaired_by("twice-tcvn3") == BY_RULE
