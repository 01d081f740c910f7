"""Make the types of the protocol, for the page and for the classroom, of its one description.

    python -m tools.protocol     writes both files

web/shared/protocol.json is a JSON Type Definition; what the page lets in is checked against it as
it is (web/shared/shape.js).
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.steps import WEB

Schema = dict[str, Any]

SOURCE = WEB / "shared" / "protocol.json"
FOR_PAGE = WEB / "shared" / "protocol.d.ts"
KEPT = WEB / "shared" / "kept.json"
FOR_KEPT = WEB / "shared" / "kept.d.ts"
FOR_CLASSROOM = WEB / "classroom" / "protocol.py"
WHOLE = {"uint8", "uint16", "uint32"}
WIDTH = 100


def main() -> None:
    """Write both files, where they are not as they should be."""
    for file, text in made().items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


def made() -> dict[Path, str]:
    """Give the text of each file that is made."""
    root, kept = (json.loads(file.read_text(encoding="utf-8")) for file in (SOURCE, KEPT))
    page = for_page("protocol", root["definitions"], methods(root["metadata"]["methods"]))
    stored = for_page("kept", kept["definitions"], by_name(kept["definitions"]))
    return {FOR_PAGE: page, FOR_KEPT: stored, FOR_CLASSROOM: for_classroom(root)}


def described(schema: Schema) -> str:
    """What is said of a type or of a property; '' where nothing is."""
    return str(schema.get("metadata", {}).get("description", ""))


def properties(schema: Schema) -> Iterator[tuple[str, Schema, bool]]:
    """Each property of an object: its name, its type, and whether it may be left out."""
    for optional, key in enumerate(("properties", "optionalProperties")):
        for name, each in schema.get(key, {}).items():
            yield name, each, bool(optional)


def is_object(schema: Schema) -> bool:
    return "properties" in schema or "optionalProperties" in schema


# For the page: TypeScript


def for_page(module: str, definitions: dict[str, Schema], more: str) -> str:
    """Give the text of a .d.ts: each definition's type, and what tells them apart."""
    parts = [comment(f"Made of {module}.json, by the build: change that.\n\n@module {module}")]
    parts += [declared(name, schema) for name, schema in definitions.items()]
    return "\n".join([*parts, more])


def by_name(definitions: dict[str, Schema]) -> str:
    """Declare what each name stands for."""
    body = "".join(f"  {name}: {name};\n" for name in definitions)
    return f"{comment('The types by their names.')}export interface Kept {{\n{body}}}\n"


def comment(text: str, indent: str = "") -> str:
    """Give a JSDoc comment: on one line where there is room."""
    if not text:
        return ""
    if "\n" not in text and len(indent + text) < WIDTH - 7:
        return f"{indent}/** {text} */\n"
    lines = [line for part in text.split("\n")
             for line in textwrap.wrap(part, WIDTH - len(indent) - 3) or [""]]
    middle = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines)
    return f"{indent}/**\n{middle}{indent} */\n"


def declared(name: str, schema: Schema) -> str:
    head = comment(described(schema))
    if not is_object(schema):
        return f"{head}export type {name} = {in_typescript(schema)};\n"
    body = "".join(
        comment(described(each), "  ") + f"  {key}{'?' * optional}: {in_typescript(each)};\n"
        for key, each, optional in properties(schema))
    return f"{head}export interface {name} {{\n{body}}}\n"


def in_typescript(schema: Schema) -> str:
    """Write the type."""
    return typescript_form(schema) + (" | null" if schema.get("nullable") else "")


def typescript_form(schema: Schema) -> str:
    metadata = schema.get("metadata", {})
    if "ref" in schema:
        return str(schema["ref"])
    if "enum" in schema:
        return " | ".join(f"'{word}'" for word in schema["enum"])
    if "type" in schema:
        if metadata.get("only"):
            return "true"
        return {"boolean": "boolean", "string": "string"}.get(schema["type"], "number")
    if "elements" in schema:
        element = in_typescript(schema["elements"])
        if "as" in metadata:
            return str(metadata["as"])
        if "least" in metadata and metadata["least"] == metadata["most"]:
            return f"[{', '.join([element] * metadata['most'])}]"
        return f"({element})[]" if " | " in element else f"{element}[]"
    if "values" in schema:
        return f"Record<string, {in_typescript(schema['values'])}>"
    if "mapping" in schema:
        return " | ".join(in_typescript(each) for each in schema["mapping"].values())
    return "unknown"


def methods(table: dict[str, Schema]) -> str:
    """Declare what each method takes and gives."""
    body = "".join(
        comment(each["description"], "  ")
        + f"  {name}: {{ takes: {each.get('takes', '{}')}; gives: {each['gives']}"
        + (" | null" if each.get("orNull") else "") + " };\n"
        for name, each in table.items())
    head = comment("What each method takes and gives. One that streams gives null where it is "
                   "ended early and has nothing to say.")
    return f"{head}export interface Methods {{\n{body}}}\n"


# For the classroom: Python


def for_classroom(root: Schema) -> str:
    """Give the text of protocol.py: what the methods take, give and stream."""
    definitions: dict[str, Schema] = root["definitions"]
    needed = reachable(definitions, ["LearnerError", "StreamEvent", *(
        name for each in root["metadata"]["methods"].values()
        for name in (each.get("takes"), each["gives"]) if name)])
    kept = {name: each for name, each in definitions.items() if name in needed}
    objects = "".join(typed_dict(name, each) for name, each in kept.items() if is_object(each))
    unions = "".join(
        f"{name} = (\n    {' | '.join(each['ref'] for each in schema['mapping'].values())}\n)\n"
        for name, schema in kept.items() if "mapping" in schema)
    others = "".join(f"{name} = {in_python(each)}\n" for name, each in kept.items()
                     if not is_object(each) and "mapping" not in each)
    return (f'"""The data that the classroom gives, as types.\n\n'
            f'Made of web/shared/protocol.json, by the build: change that.\n"""\n\n'
            "from __future__ import annotations\n\n"
            "from array import array\nfrom collections.abc import Mapping, Sequence\n"
            "from typing import Literal, NotRequired, TypedDict\n\n"
            f"{others}\n{objects}\n{unions}")


def reachable(definitions: dict[str, Schema], names: list[str]) -> set[str]:
    """Give the names, with those of all that they are made of."""
    found: set[str] = set()
    while names:
        name = names.pop()
        if name not in found:
            found.add(name)
            names += re.findall(r'"ref": "(\w+)"', json.dumps(definitions[name]))
    return found


def typed_dict(name: str, schema: Schema) -> str:
    """Define a TypedDict; by a call where a key is no identifier of Python's."""
    fields = [(key, f"NotRequired[{in_python(each)}]" if optional else in_python(each))
              for key, each, optional in properties(schema)]
    if any(key == "from" for key, _ in fields):
        body = "".join(f'    "{key}": "{kind}",\n' for key, kind in fields)
        return f'\n{name} = TypedDict("{name}", {{\n{body}}})\n\n'
    body = "".join(f"{broken(f'    {key}: {kind}')}\n" for key, kind in fields)
    return f"\nclass {name}(TypedDict):\n    \"\"\"The {name} of the protocol.\"\"\"\n\n{body}\n"


def broken(line: str) -> str:
    """Break a line that is too long between the words that it lets one choose from."""
    if len(line) <= WIDTH:
        return line
    before, words = line.split("[", 1)
    choices = "".join(f"        {word},\n" for word in re.findall(r'"[^"]*"', words))
    return f"{before}[\n{choices}    ]"


def in_python(schema: Schema) -> str:
    """Write the type."""
    return python_form(schema) + (" | None" if schema.get("nullable") else "")


def python_form(schema: Schema) -> str:
    if "ref" in schema:
        return str(schema["ref"])
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(word) for word in schema['enum'])}]"
    if "type" in schema:
        kind = schema["type"]
        return {"boolean": "bool", "string": "str"}.get(kind, "int" if kind in WHOLE else "float")
    if "elements" in schema:
        if "as" in schema.get("metadata", {}):
            return "array[float]"
        return f"Sequence[{in_python(schema['elements'])}]"
    if "values" in schema:
        return f"Mapping[str, {in_python(schema['values'])}]"
    return "object"


if __name__ == "__main__":
    main()
