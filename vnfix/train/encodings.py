"""Build the tables of legacy encodings from their public definitions.

TCVN3 and VISCII come from the C library (`iconv`, charsets TCVN5712-1 and VISCII), VNI and VPS from
the `.ucm` tables of the Perl module Encode::VN; VIQR (RFC 1456) and the two of BK HCM are entered
by hand in `encodings/` and not made here.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

VOWELS = "aăâeêioôơuưy"
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
HEAD = """\
# Legacy encoding {name}: code (hexadecimal bytes or U+...), letter.
# Source: {source}
# Builder: python -m vnfix.train.encodings UCM-FOLDER OUT. Check: tests/text/test_encodings.py
"""
MAPPED = re.compile(r"<U([0-9A-F]+)>\s+((?:\\x[0-9A-Fa-f]{2})+)\s+\|0")
ICONV = {"tcvn3": "TCVN5712-1", "viscii": "VISCII"}
UCM = {"vni": "x-viet-vni.ucm", "vps": "x-viet-vps.ucm"}
SUBSTITUTES = {
    "tcvn3": {"U+2212": "ư", "U+2219": "ã", "U+03BC": "à"},
    # Typed with the marks of other vowels, where the table has codes of their own.
    "vni": {"69F8": "ì", "69F9": "í", "69FB": "ỉ", "69F5": "ĩ", "69EF": "ị"}
    | {"49D8": "Ì", "49D9": "Í", "49DB": "Ỉ", "49D5": "Ĩ", "49CF": "Ị"},
}
LETTERS_HIGH = {"viscii", "vps"}  # these use 0x80 to 0x9F, the signs of Windows-1252, for letters


def letters() -> list[str]:
    """Return the 134 letters of Vietnamese that ASCII lacks, both cases, in NFC."""
    low = [unicodedata.normalize("NFC", v + m) for v in VOWELS for m in MARKS]
    low = [c for c in [*low, "đ"] if not c.isascii()]
    return low + [c.upper() for c in low]


def from_iconv(charset: str) -> dict[str, str]:
    """Return code (hexadecimal) -> letter, asking the C library for each letter."""
    table = {}
    for letter in letters():
        command = ["iconv", "-f", "UTF-8", "-t", charset]
        done = subprocess.run(command, input=letter.encode(), capture_output=True, check=True)
        table[done.stdout.hex().upper()] = letter
    return table


def from_ucm(path: Path) -> dict[str, str]:
    """Return code (hexadecimal) -> letter of a `.ucm` file."""
    wanted = set(letters())
    table = {}
    for point, code in MAPPED.findall(path.read_text("latin-1")):
        letter = chr(int(point, 16))
        if letter in wanted:
            table[code.replace("\\x", "").upper()] = letter
    return table


def write(path: Path, table: dict[str, str], source: str) -> None:
    """Write one table, sorted by code."""
    name = path.stem
    head = HEAD.format(name=name, source=source)
    if name in LETTERS_HIGH:
        head += "# cp1252: letters\n"
    rows = sorted(table.items()) + sorted(SUBSTITUTES.get(name, {}).items())
    text = head + "".join(f"{code}\t{letter}\n" for code, letter in rows)
    path.write_text(text, "utf-8", newline="\n")


def build(ucm: Path, out: Path) -> None:
    """Write the four tables that have a machine-readable definition."""
    for name, charset in ICONV.items():
        write(out / f"{name}.tsv", from_iconv(charset), f"charset {charset} of the GNU C library")
    for name, file in UCM.items():
        write(out / f"{name}.tsv", from_ucm(ucm / file), f"{file} of Encode::VN, licence MIT")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
