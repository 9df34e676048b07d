"""YAML that people write by hand, read so that everything is text; the door to PyYAML."""

from __future__ import annotations

import yaml
from pydantic import ValidationError


class _Loader(yaml.SafeLoader):
    """Everything is text but null: a label NO is not false, 1.0 is no number, and a date stays as it is written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parsed(data: bytes) -> object:
    """What the file holds; None where it is empty. Raises ValueError with the line and what is wrong there."""
    try:
        _refuse_doubled(yaml.compose(data, Loader=_Loader))
        return yaml.load(data, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ValueError(f"line {line} is not YAML: {error.problem}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError("is not YAML in UTF-8.") from error
    except RecursionError as error:
        raise ValueError("is nested too deeply.") from error


def _refuse_doubled(node: yaml.Node | None) -> None:
    """Raises MarkedYAMLError where a key stands twice in one mapping: of which the last would silently win."""
    ahead, seen = [node] if node else [], set()
    while ahead:
        current = ahead.pop()
        if id(current) in seen:  # an alias
            continue
        seen.add(id(current))
        if isinstance(current, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in current.value:
                if isinstance(key, yaml.ScalarNode) and key.value in keys:
                    raise yaml.MarkedYAMLError(problem=f"{key.value} stands twice", problem_mark=key.start_mark)
                keys.add(str(key.value))
                ahead.append(value)
        elif isinstance(current, yaml.SequenceNode):
            ahead += current.value


def lines_of_entries(data: bytes) -> list[tuple[int, int]]:
    """For each entry of a list at the top of the file, its first line and the line behind it; lines count from 0."""
    node = yaml.compose(data, Loader=_Loader)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return []
    starts = [child.start_mark.line for child in node.value]
    ends = [_end(child) for child in node.value]
    return [(start, end.line + (end.column > 0)) for start, end in zip(starts, ends, strict=True)]


def _end(node: yaml.Node) -> yaml.Mark:
    """Where the last words of it end: a block itself ends only where the next begins, behind all remarks."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark


def written(entries: list[dict[str, object]]) -> str:
    """A list in block style, without anchors, wide lines kept whole."""
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False)


def complaint(error: ValidationError, whole: str) -> str:
    """The first field that is wrong, as "[3].quote", and what is wrong with it; `whole` says what the file must be."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in first["loc"]).lstrip(".")
    if first["type"] == "extra_forbidden":
        return f"{where} is a key that is not known here."
    if first["type"] == "value_error":
        return f"{where}: {_plain(first['msg'])}." if where else f"{_plain(first['msg'])}."
    if not where or first["type"] in ("model_type", "list_type", "model_attributes_type"):
        return f"{where or 'it'} must be {whole}."
    return f"{where}: {_plain(first['msg'])}."


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
