"""Inside: what one can see of a compiled loss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .links import Linked
from .program import Program
from .roll import Rolled
from .variant import Variant
from .wasm_code import NotCompilable, WasmCode


class Inside:
    """The stages that a loss went through, and the code that was made of it, by its last variant.

    `prepare` compiles, if that has not been done; `refusal` is why it cannot be.
    """

    refusal: str | None

    def prepare(self, point: Sequence[float] | None = None) -> Variant | None:
        """The variant that was used last; None if the loss runs eagerly."""
        raise NotImplementedError

    @property
    def how(self) -> str:
        variant = self.prepare()
        if variant is None:
            return "eager"
        return "python" if variant.instance is None else "wasm"

    @property
    def reason(self) -> str | None:
        variant = self.prepare()
        return self.refusal if variant is None else variant.reason

    @property
    def program(self) -> Program | None:
        variant = self.prepare()
        return None if variant is None else variant.program

    @property
    def linked(self) -> Linked | None:
        variant = self.prepare()
        return None if variant is None else variant.linked

    @property
    def rolled(self) -> Rolled | None:
        variant = self.prepare()
        return None if variant is None else variant.rolled

    @property
    def source(self) -> str | None:
        variant = self.prepare()
        return None if variant is None else variant.source

    @property
    def code(self) -> WasmCode | None:
        """The WebAssembly module with all that its host must know; None if there is none."""
        variant = self.prepare()
        try:
            return None if variant is None else variant.code
        except NotCompilable:
            return None

    @property
    def wasm(self) -> bytes | None:
        code = self.code
        return None if code is None else code.wasm

    @property
    def wat(self) -> str | None:
        code = self.code
        return None if code is None else code.text

    def abi(self) -> dict[str, Any] | None:
        """What the host of the module must know, as plain data; None if there is no module."""
        code = self.code
        return None if code is None else code.abi()
