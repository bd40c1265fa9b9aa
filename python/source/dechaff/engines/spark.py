"""Spark: WARC paths in, Parquet out, or pages of a data frame.

As a job: `spark-submit dechaff_job.py` with a file that calls `main`, or
`python -m dechaff.engines.spark OUTPUT ARCHIVE...`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow

import dechaff
from dechaff.engines.archives import read_archives
from dechaff.engines.options import of_archives, of_columns, outputs

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SCHEMA = (
    "source string, record_id string, url string, date string, http_status int, title string, "
    "language string, text string, warnings array<string>, error string"
)

PAGE_COLUMNS = "text string, title string, byline string, published string, language string, record string"

OUTPUT_COLUMNS = {"markdown": "markdown string", "html": "html string", "cut": "cut binary", "blocks": "blocks string"}


def read(spark: SparkSession, paths: list[str], **options: Any) -> DataFrame:
    """The documents of archives, one archive a task. `options` are those of `dechaff.read_warc`.

    Each executor opens its archives by path, so they must be on a file system that all share. One that cannot be read is
    a row with `error`.
    """
    options = of_archives(options)
    schema = ", ".join([SCHEMA, *(OUTPUT_COLUMNS[name] for name in outputs(options))])

    def documents(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from read_archives(batch.column("path").to_pylist(), **options)

    if not paths:
        return spark.createDataFrame([], schema)
    rows = spark.sparkContext.parallelize([(path,) for path in paths], len(paths))
    return spark.createDataFrame(rows, "path string").mapInArrow(documents, schema)


def extract(pages: DataFrame, column: str = "html", **options: Any) -> DataFrame:
    """The pages in a column, as `dechaff.extract_batch` reads them. Names of columns are Spark's: without case, unless
    `spark.sql.caseSensitive` is set.
    """
    from pyspark.sql.types import StructType

    is_exact = pages.sparkSession.conf.get("spark.sql.caseSensitive", "false").lower() == "true"
    fold = str if is_exact else str.lower
    column = _found(column, pages.columns, fold)
    if options.get("url_column") is not None:
        options = {**options, "url_column": _found(options["url_column"], pages.columns, fold)}
    options = of_columns(column, options)
    # Blocks are in the record.
    asked = [OUTPUT_COLUMNS[name] for name in outputs(options) if name != "blocks"]
    added = StructType.fromDDL(", ".join([PAGE_COLUMNS, *asked]))
    added_len = len(added)
    replaced = {fold(column), *added.names}
    kept = [field for field in pages.schema.fields if fold(field.name) not in replaced]

    def documents(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            read = dechaff.extract_batch(batch, column=column, **options)
            # Arrow's names have case: a `Title` is still there.
            others = read.schema.names[: read.num_columns - added_len]
            left = [at for at, name in enumerate(others) if fold(name) not in replaced]
            yield read.select([*left, *range(len(others), read.num_columns)])

    return pages.mapInArrow(documents, StructType(kept + added.fields))


def _found(given: str, columns: list[str], fold: Callable[[str], str]) -> str:
    """The column of a name."""
    found = [name for name in columns if fold(name) == fold(given)]
    if not found:
        raise KeyError(given)
    if len(found) > 1:
        raise ValueError(f"{given}: several columns have this name")
    return found[0]


def main(arguments: list[str] | None = None) -> None:
    """The job: the archives to Parquet."""
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(prog="dechaff.engines.spark", description=main.__doc__)
    parser.add_argument("output", help="folder of Parquet files to write")
    parser.add_argument("archives", nargs="+", help="WARC archives, as the executors see them")
    given = parser.parse_args(arguments)
    spark = SparkSession.builder.appName("dechaff").getOrCreate()
    read(spark, given.archives).write.parquet(given.output)
    spark.stop()


if __name__ == "__main__":
    main()
