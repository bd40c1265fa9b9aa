"""Documents of WARC archives as batches of Arrow, for the engines that read archives by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow

import dechaff
from dechaff.engines.options import outputs

SCHEMA = pyarrow.schema(
    [
        ("source", pyarrow.string()),
        ("record_id", pyarrow.string()),
        ("url", pyarrow.string()),
        ("date", pyarrow.string()),
        ("http_status", pyarrow.int32()),
        ("title", pyarrow.string()),
        ("language", pyarrow.string()),
        ("text", pyarrow.string()),
        ("warnings", pyarrow.list_(pyarrow.string())),
        ("error", pyarrow.string()),
    ]
)

# Pages of a crawl leave a few kilobytes of text each: a batch has some megabytes.
BATCH_LEN = 1000
# What else can be asked for may be as long as the pages, hundreds of kilobytes.
PAGE_BATCH_LEN = 100


def schema_of(options: dict[str, Any]) -> pyarrow.Schema:
    """`SCHEMA` and a column for each output that these options ask for."""
    schema = SCHEMA
    for name in outputs(options):
        schema = schema.append(pyarrow.field(name, pyarrow.binary() if name == "cut" else pyarrow.string()))
    return schema


def read_archives(paths: Iterable[str], **options: Any) -> Iterator[pyarrow.RecordBatch]:
    """Batches of `schema_of(options)` with the documents of all archives. `options` are those of `read_warc`.

    An archive that cannot be opened or read to its end adds a row with `error`: the others are read in any case.
    """
    schema = schema_of(options)
    batch_len = BATCH_LEN if schema.equals(SCHEMA) else PAGE_BATCH_LEN
    for path in paths:
        rows = _rows(path, schema.names, options)
        while batch := list(islice(rows, batch_len)):
            yield pyarrow.RecordBatch.from_pylist(batch, schema=schema)


def _rows(path: str, names: list[str], options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    try:
        for document in dechaff.read_warc(path, **options):
            yield {name: _value(document, name) for name in names}
    except OSError as error:
        yield {"source": path, "error": error.strerror or str(error)}


def _value(document: dechaff.Document, name: str) -> Any:
    value = getattr(document, name)
    # As the command's Parquet has them: nested types do not go through every engine.
    return json.dumps(value, ensure_ascii=False) if name == "blocks" and value is not None else value
