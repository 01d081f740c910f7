"""Which modules are ours: the engine's, and those of a program that runs users' code on it.

What is ours is trusted by the compiler, which looks into users' code alone, and is passed over
where the user's line is looked for.
"""

from __future__ import annotations

_packages = frozenset({__name__.partition(".")[0]})


def adopt(package: str) -> None:
    """Count a package as ours from now on."""
    global _packages
    _packages |= {package}


def is_ours(module: object) -> bool:
    """Whether a module of this name is one of ours."""
    return str(module).partition(".")[0] in _packages
