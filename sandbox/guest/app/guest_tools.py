"""A file of typed functions as tools."""

import asyncio
import dataclasses
import datetime
import enum
import importlib.util
import inspect
import json
import os
import re
import sys
import traceback
import typing

import guest_schema as schema
import truestep


class BadTool(Exception):
    """A function that cannot be a tool."""


# Functions by path and name, and what was made of those that were called.
LOADED = {}
CALLED = {}


def load(path):
    """Load a file; its tools as MCP lists them."""
    try:
        functions = _functions(_module(path))
    except BadTool as bad:
        return {"bad": {"tool": "", "reason": str(bad)}}
    listed = []
    for name, function in functions.items():
        try:
            listed.append(_tool(name, function).listed)
        except (BadTool, schema.Unsupported) as bad:
            return {"bad": {"tool": name, "reason": str(bad)}}
    LOADED[path] = functions
    return {"tools": listed}


def _find(path, name):
    found = CALLED.get((path, name))
    if found is None:
        if path not in LOADED:
            LOADED[path] = _functions(_module(path))
        if name not in LOADED[path]:
            raise BadTool(f"there is no tool `{name}` any more")
        found = CALLED[path, name] = _tool(name, LOADED[path][name])
    return found


def _module(path):
    name = re.sub(r"\W", "_", os.path.basename(path).removesuffix(".py"))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f" (line {last.lineno})" if last.filename == path else ""
        raise BadTool(f"the file cannot be run: {said(error)}{where}") from None
    return module


def _functions(module):
    """The functions that a file defines and does not hide, by the names of their tools."""
    chosen = getattr(module, "__all__", None)
    found = {}
    for name, value in vars(module).items():
        public = name in chosen if chosen is not None else not name.startswith("_")
        if not public or not inspect.isfunction(value) or value.__module__ != module.__name__:
            continue
        name = getattr(value, "__truestep__", {}).get("name") or name
        if name in found:
            raise BadTool(f"there are two tools `{name}`")
        found[name] = value
    if not found:
        raise BadTool("it defines no public function; a tool is a function with annotations and a docstring")
    return found


class _tool:
    """One function: how it is listed and how its arguments are read."""

    def __init__(self, name, function):
        self.function = function
        if not function.__doc__ or not function.__doc__.strip():
            raise BadTool("it has no docstring; an agent needs to know what it does")
        description, notes = schema.docstring(function.__doc__)
        try:
            hints = typing.get_type_hints(function, include_extras=True)
        except Exception as error:
            raise BadTool(f"its annotations cannot be read: {said(error)}") from None
        self.parts, self.required = {}, []
        for parameter in inspect.signature(function).parameters.values():
            self._parameter(parameter, hints, notes)
        self.listed = {"name": name, "description": description, "inputSchema": schema.described(self.parts, self.required)}
        marks = getattr(function, "__truestep__", {})
        if marks.get("title"):
            self.listed["title"] = marks["title"]
        if marks.get("annotations"):
            self.listed["annotations"] = marks["annotations"]
        self.wrapped = False
        self._output(hints.get("return", inspect.Parameter.empty))

    def _parameter(self, parameter, hints, notes):
        name = parameter.name
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD, parameter.POSITIONAL_ONLY):
            raise BadTool(f"its parameter `{name}` cannot be given by name")
        if name not in hints:
            raise BadTool(f"its parameter `{name}` has no annotation")
        try:
            described, convert = schema.of(hints[name])
        except schema.Unsupported as unsupported:
            raise BadTool(f"its parameter `{name}`: {unsupported}") from None
        if notes.get(name):
            described.setdefault("description", notes[name])
        if parameter.default is parameter.empty:
            self.required.append(name)
        else:
            try:
                described["default"] = json.loads(_json(parameter.default))
            except (TypeError, ValueError):
                pass
        self.parts[name] = (described, convert)

    def _output(self, annotation):
        if annotation in (inspect.Parameter.empty, None, type(None), str, typing.Any):
            return
        try:
            output, _ = schema.of(annotation)
        except schema.Unsupported:
            return
        if output.get("type") != "object":
            output = {"type": "object", "properties": {"result": output}, "required": ["result"]}
            self.wrapped = True
        self.listed["outputSchema"] = output

    def call(self, arguments):
        values = schema.fields(self.parts, self.required, arguments)
        answer = self.function(**values)
        return asyncio.run(answer) if inspect.iscoroutine(answer) else answer


def _plain(value):
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"a value of type {type(value).__name__} cannot be written as JSON")


def _json(value):
    return json.dumps(value, default=_plain, allow_nan=False, ensure_ascii=False)


def said(error):
    """An error in one line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _failed(text):
    return {"content": [{"type": "text", "text": text}], "isError": True}


def call(path, request):
    """Answer a call."""
    arguments = request.get("arguments")
    try:
        tool = _find(path, request["name"])
    except (BadTool, schema.Unsupported) as bad:
        return _failed(str(bad))
    if not isinstance(arguments, dict):
        return _failed(f"arguments: expected an object, not {schema.shown(arguments)}")
    try:
        answer = tool.call(arguments)
        text = answer if isinstance(answer, str) else _json(answer)
        reply = {"content": [{"type": "text", "text": text}]}
        if "outputSchema" in tool.listed:
            data = json.loads(text)
            reply["structuredContent"] = {"result": data} if tool.wrapped else data
        return reply
    except (schema.Mismatch, truestep.ToolError) as error:
        return _failed(str(error))
    except Exception as error:
        return _failed(said(error))
