"""Documents of WARC archives as batches of Arrow, for the engines that read archives by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow

import dechaff

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


def read_archives(paths: Iterable[str], **options: Any) -> Iterator[pyarrow.RecordBatch]:
    """Batches of `SCHEMA` with the documents of all archives. `options` are those of `read_warc`.

    An archive that cannot be opened or read to its end adds a row with `error`: the others are read in any case.
    """
    for path in paths:
        rows = _rows(path, options)
        while batch := list(islice(rows, BATCH_LEN)):
            yield pyarrow.RecordBatch.from_pylist(batch, schema=SCHEMA)


def _rows(path: str, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    try:
        for document in dechaff.read_warc(path, **options):
            yield {name: getattr(document, name) for name in SCHEMA.names}
    except OSError as error:
        yield {"source": path, "error": error.strerror or str(error)}
