"""What is collected: the comparison with PyTorch only where PyTorch is."""

from __future__ import annotations

from importlib.util import find_spec

PYTORCH = find_spec("torch") is not None
collect_ignore = [] if PYTORCH else ["test_pytorch.py"]


def pytest_report_header() -> str:
    have = "is compared with" if PYTORCH else "is not installed, and not compared with"
    return f"PyTorch {have}"
