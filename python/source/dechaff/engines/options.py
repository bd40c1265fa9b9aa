"""Options are tried where a pipeline is written: where it runs, each document would fail, or the whole job."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, get_args

import dechaff

OUTPUTS: tuple[dechaff.Output, ...] = get_args(dechaff.Output)


def of_pages(options: dict[str, Any]) -> dict[str, Any]:
    """Options of `dechaff.extract`, if they are."""
    options = _lasting(options)
    dechaff.extract("", **options)
    return options


def of_archives(options: dict[str, Any]) -> dict[str, Any]:
    """Options of `dechaff.read_warc`, if they are."""
    options = _lasting(options)
    dechaff.read_warc(io.BytesIO(), **options)
    return options


def of_columns(column: str, options: dict[str, Any]) -> dict[str, Any]:
    """Options of `dechaff.extract_batch`, if they are."""
    import pyarrow

    options = _lasting(options)
    names = {column, options.get("url_column") or column}
    batch = pyarrow.record_batch({name: pyarrow.array([], pyarrow.string()) for name in names})
    dechaff.extract_batch(batch, column=column, **options)
    return options


def outputs(options: dict[str, Any]) -> list[dechaff.Output]:
    """What these options ask for beside text and record, each once and in one order."""
    asked = options.get("also") or ()
    return [name for name in OUTPUTS if name in asked]


def _lasting(options: dict[str, Any]) -> dict[str, Any]:
    """What is read for each document must not be used up by the first."""
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in options.items()}
