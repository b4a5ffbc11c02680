"""From annotations and docstrings to JSON Schema, and from JSON to what the annotations say."""

import dataclasses
import datetime
import enum
import inspect
import re
import types
import typing


class Unsupported(Exception):
    """An annotation that has no schema."""


class Mismatch(Exception):
    """A value that is not what its annotation says."""


def shown(value):
    """A value of JSON in a message."""
    import json

    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _expect(kind, noun):
    def convert(value, at):
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise Mismatch(f"{at}: expected {noun}, not {shown(value)}")
        return value

    return convert


def _number(value, at):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Mismatch(f"{at}: expected a number, not {shown(value)}")
    return float(value)


def _integer(value, at):
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Mismatch(f"{at}: expected an integer, not {shown(value)}")
    return value


def _iso(kind, noun):
    def convert(value, at):
        try:
            return kind.fromisoformat(value)
        except (TypeError, ValueError):
            raise Mismatch(f"{at}: expected {noun}, not {shown(value)}") from None

    return convert


def _anything(value, at):
    return value


SIMPLE = {
    str: ({"type": "string"}, _expect(str, "a text")),
    int: ({"type": "integer"}, _integer),
    float: ({"type": "number"}, _number),
    bool: ({"type": "boolean"}, _expect(bool, "true or false")),
    None: ({"type": "null"}, _expect(type(None), "null")),
    type(None): ({"type": "null"}, _expect(type(None), "null")),
    typing.Any: ({}, _anything),
    object: ({}, _anything),
    list: ({"type": "array"}, _expect(list, "a list")),
    dict: ({"type": "object"}, _expect(dict, "an object")),
    datetime.date: ({"type": "string", "format": "date"}, _iso(datetime.date, "a date such as 2026-01-31")),
    datetime.datetime: (
        {"type": "string", "format": "date-time"},
        _iso(datetime.datetime, "a time such as 2026-01-31T12:00:00"),
    ),
}


def of(annotation, within=()):
    """The schema of an annotation, and what turns a value of JSON into it."""
    if annotation in within:
        raise Unsupported("a type that contains itself")
    try:
        if annotation in SIMPLE:
            schema, convert = SIMPLE[annotation]
            return dict(schema), convert
    except TypeError:
        pass
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _annotated(arguments, within)
    if origin in (typing.Union, types.UnionType):
        return _union(arguments, within)
    if origin is typing.Literal:
        return _choice(list(arguments), {value: value for value in arguments})
    if origin in (list, set, frozenset, typing.Sequence) or str(origin) == "<class 'collections.abc.Sequence'>":
        return _list(list if origin not in (set, frozenset) else origin, arguments, within)
    if origin is tuple:
        return _tuple(arguments, within)
    if origin is dict:
        return _dict(arguments, within)
    if isinstance(annotation, type):
        if issubclass(annotation, enum.Enum):
            members = {member.value: member for member in annotation}
            return _choice(list(members), members)
        if dataclasses.is_dataclass(annotation):
            return _dataclass(annotation, (*within, annotation))
        if typing.is_typeddict(annotation):
            return _typed_dict(annotation, (*within, annotation))
    raise Unsupported(f"{annotation!r} has no JSON Schema; there are str, int, float, bool, list, dict, tuple, Literal, "
                      "enums, dataclasses, typed dicts, dates and unions of these")


def _annotated(arguments, within):
    schema, convert = of(arguments[0], within)
    for note in arguments[1:]:
        if isinstance(note, str):
            schema["description"] = note
        elif isinstance(note, dict):
            schema.update(note)
    return schema, convert


def _union(arguments, within):
    parts = [of(argument, within) for argument in arguments]

    def convert(value, at):
        said = []
        for _, part in parts:
            try:
                return part(value, at)
            except Mismatch as mismatch:
                said.append(str(mismatch).partition("expected ")[2].rpartition(", not ")[0] or str(mismatch))
        raise Mismatch(f"{at}: expected {' or '.join(said)}, not {shown(value)}")

    return {"anyOf": [schema for schema, _ in parts]}, convert


def _choice(values, members):
    def convert(value, at):
        for choice, member in members.items():
            if choice == value and type(choice) is type(value):
                return member
        raise Mismatch(f"{at}: expected one of {', '.join(map(shown, values))}, not {shown(value)}")

    if all(isinstance(value, str) for value in values):
        return {"type": "string", "enum": values}, convert
    if not all(value is None or isinstance(value, (str, int)) for value in values):
        raise Unsupported(f"choices must be texts or integers, not {values!r}")
    return {"enum": values}, convert


def _list(kind, arguments, within):
    schema, element = of(arguments[0] if arguments else typing.Any, within)

    def convert(value, at):
        if not isinstance(value, list):
            raise Mismatch(f"{at}: expected a list, not {shown(value)}")
        return kind(element(item, f"{at}[{place}]") for place, item in enumerate(value))

    schema = {"type": "array", "items": schema}
    if kind is not list:
        schema["uniqueItems"] = True
    return schema, convert


def _tuple(arguments, within):
    if len(arguments) == 2 and arguments[1] is ...:
        schema, convert = _list(list, arguments[:1], within)
        return schema, lambda value, at: tuple(convert(value, at))
    parts = [of(argument, within) for argument in arguments]

    def convert(value, at):
        if not isinstance(value, list) or len(value) != len(parts):
            raise Mismatch(f"{at}: expected a list of {len(parts)}, not {shown(value)}")
        return tuple(part(item, f"{at}[{place}]") for place, ((_, part), item) in enumerate(zip(parts, value)))

    length = len(parts)
    prefix = [schema for schema, _ in parts]
    return {"type": "array", "prefixItems": prefix, "minItems": length, "maxItems": length}, convert


def _dict(arguments, within):
    if arguments and arguments[0] is not str:
        raise Unsupported("keys of an object are texts: dict[str, ...]")
    schema, element = of(arguments[1] if arguments else typing.Any, within)

    def convert(value, at):
        if not isinstance(value, dict):
            raise Mismatch(f"{at}: expected an object, not {shown(value)}")
        return {key: element(item, f"{at}.{key}") for key, item in value.items()}

    return {"type": "object", "additionalProperties": schema}, convert


def _object(parts, required, make):
    """An object of named parts: name to (schema, convert)."""

    def convert(value, at):
        if not isinstance(value, dict):
            raise Mismatch(f"{at}: expected an object, not {shown(value)}")
        return make(fields(parts, required, value, at))

    return described(parts, required), convert


def described(parts, required):
    """The schema of an object of named parts."""
    properties = {name: schema for name, (schema, _) in parts.items()}
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    return schema


def fields(parts, required, value, at=""):
    """The named parts of an object, each as its annotation says."""
    inside = f"{at}." if at else ""
    for name in value:
        if name not in parts:
            raise Mismatch(f"{inside}{name}: there is no such argument; there are {', '.join(parts) or 'none'}")
    for name in required:
        if name not in value:
            raise Mismatch(f"{inside}{name}: is missing")
    return {name: convert(value[name], f"{inside}{name}") for name, (_, convert) in parts.items() if name in value}


def _dataclass(kind, within):
    hints = typing.get_type_hints(kind, include_extras=True)
    parts, required = {}, []
    for field in dataclasses.fields(kind):
        if not field.init:
            continue
        parts[field.name] = of(hints[field.name], within)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            required.append(field.name)
    return _object(parts, required, lambda values: kind(**values))


def _typed_dict(kind, within):
    hints = typing.get_type_hints(kind)
    parts = {name: of(hint, within) for name, hint in hints.items()}
    return _object(parts, [name for name in hints if name in kind.__required_keys__], dict)


_GOOGLE = re.compile(r"^(args|arguments|parameters)\s*:\s*$", re.IGNORECASE)
_SECTION = re.compile(
    r"^(args|arguments|parameters|returns?|yields?|raises|examples?|notes?|attributes|see also)\s*:?\s*$", re.IGNORECASE
)
_ENTRY = re.compile(r"^(\*{0,2}\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)$")
_FIELD = re.compile(r"^:param\s+(?:[^:]*\s)?(\w+)\s*:\s*(.*)$")
_NUMPY = re.compile(r"^(\w+)\s*(?::.*)?$")


def docstring(text):
    """What a docstring says of the function, and of each parameter: as Google, NumPy or Sphinx write it."""
    lines = inspect.cleandoc(text).splitlines()
    description, parameters = [], {}
    section, current, numpy = None, None, False
    for place, line in enumerate(lines):
        bare = line.strip()
        field = _FIELD.match(bare)
        underlined = place + 1 < len(lines) and re.fullmatch(r"-{3,}", lines[place + 1].strip())
        if field:
            section, current = "field", field[1]
            parameters[current] = field[2]
        elif bare.startswith(":") and re.match(r"^:\w+.*:", bare):
            section, current = "other", None
        elif _SECTION.match(bare) and (bare.endswith(":") or underlined):
            section = "parameters" if _GOOGLE.match(bare.rstrip(":") + ":") else "other"
            current, numpy = None, bool(underlined)
        elif re.fullmatch(r"-{3,}", bare):
            continue
        elif section is None:
            description.append(line)
        elif section == "field" and current and bare and line[:1].isspace():
            parameters[current] += " " + bare
        elif section == "parameters" and bare:
            entry = _NUMPY.match(bare) if numpy and not line[:1].isspace() else None if numpy else _ENTRY.match(bare)
            if entry and (numpy or len(line) - len(line.lstrip()) <= 4):
                current = entry[1].lstrip("*")
                parameters[current] = "" if numpy else entry[2]
            elif current:
                parameters[current] = f"{parameters[current]} {bare}".strip()
    paragraphs = re.split(r"\n\s*\n", "\n".join(description).strip())
    return "\n\n".join(" ".join(part.split()) for part in paragraphs), parameters
