"""What an installed wheel has to do; run by its own Python, far from the checkout.

`python tools/wheel_trial.py`; cibuildwheel runs it, too.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import vnfix
from vnfix.decode import align, kernel
from vnfix.detectors import chain
from vnfix.text import inventory, postings

HEALTHY = "Kế hoạch cải cách hành chính của tỉnh năm 2025\n"
GARBLED, RIGHT = "Cii c6ch hinh chinh\n", "Cải cách hành chính\n"

if __name__ == "__main__":
    checkout = Path(__file__).parent.parent
    assert checkout not in Path(vnfix.__file__).parents, "this is the checkout, not the wheel"
    assert kernel.compiled(), "the kernel is not compiled"
    assert not any(str(m.__file__).endswith(".py") for m in (align, chain, inventory, postings))
    assert vnfix.fix_text(HEALTHY) == HEALTHY
    for text, wanted in ((HEALTHY, HEALTHY), (GARBLED, RIGHT)):
        command = [sys.executable, "-m", "vnfix", "fix", "-"]
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
        assert done.stdout.decode() == wanted, done
    subprocess.run([sys.executable, "-m", "vnfix", "data-check"], check=True, capture_output=True)
    print(f"vnfix {vnfix.__version__}: the compiled kernel works on {sys.platform}.")
