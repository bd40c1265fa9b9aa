"""Ray Data: archives to a data set, or pages of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow

import dechaff
from dechaff.engines.archives import read_archives, schema_of
from dechaff.engines.options import of_archives, of_columns

if TYPE_CHECKING:
    from ray.data import Dataset


def read(paths: list[str], **options: Any) -> Dataset:
    """The documents of archives, one archive a task. `options` are those of `dechaff.read_warc`."""
    import ray

    options = of_archives(options)

    def documents(batch: pyarrow.Table) -> Any:
        batches = list(read_archives(batch.column("path").to_pylist(), **options))
        return pyarrow.Table.from_batches(batches, schema=schema_of(options))

    rows = ray.data.from_items([{"path": path} for path in paths], override_num_blocks=max(len(paths), 1))
    return rows.map_batches(documents, batch_size=1, batch_format="pyarrow")


def extract(pages: Dataset, column: str = "html", **options: Any) -> Dataset:
    """The pages in a column, as `dechaff.extract_batch` reads them."""
    options = of_columns(column, options)

    def documents(table: pyarrow.Table) -> pyarrow.Table:
        # Without rows there may be no batch: the columns are there all the same.
        batches = table.to_batches() or [pyarrow.RecordBatch.from_pylist([], schema=table.schema)]
        read = [dechaff.extract_batch(batch, column=column, **options) for batch in batches]
        return pyarrow.Table.from_batches(read)

    return pages.map_batches(documents, batch_format="pyarrow")
