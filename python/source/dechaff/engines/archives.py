"""Documents of WARC archives as batches of Arrow, for the engines that read archives by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow

import dechaff
from dechaff.engines.options import of_archives, outputs

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
# Characters and bytes of a batch of longer ones: a column of Arrow ends at 2 GiB.
BATCH_SIZE = 64 << 20


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
    options = of_archives(options)
    schema = schema_of(options)
    for path in paths:
        for batch in _batches(_rows(path, schema.names, options)):
            yield pyarrow.RecordBatch.from_pylist(batch, schema=schema)


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, (str, bytes)))
        if len(batch) == BATCH_LEN or size >= BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _rows(path: str, names: list[str], options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    try:
        for document in dechaff.read_warc(path, **options):
            yield {name: _value(document, name) for name in names}
    except OSError as error:
        yield {"source": path, "error": error.strerror or str(error)}


def _value(document: dechaff.Document, name: str) -> Any:
    # As the command's Parquet has them: nested types do not go through every engine.
    return getattr(document, "blocks_json" if name == "blocks" else name)
