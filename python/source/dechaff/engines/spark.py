"""Spark: WARC paths in, Parquet out, or pages of a data frame.

As a job: `spark-submit dechaff_job.py` with a file that calls `main`, or
`python -m dechaff.engines.spark OUTPUT ARCHIVE...`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow

import dechaff
from dechaff.engines.archives import read_archives

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SCHEMA = (
    "source string, record_id string, url string, date string, http_status int, title string, "
    "language string, text string, warnings array<string>, error string"
)

PAGE_COLUMNS = "text string, title string, byline string, published string, language string, record string"


def read(spark: SparkSession, paths: list[str], **options: Any) -> DataFrame:
    """The documents of archives, one archive a task. `options` are those of `dechaff.read_warc`.

    Each executor opens its archives by path, so they must be on a file system that all share.
    """

    def documents(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from read_archives(batch.column("path").to_pylist(), **options)

    if not paths:
        return spark.createDataFrame([], SCHEMA)
    rows = spark.sparkContext.parallelize([(path,) for path in paths], len(paths))
    return spark.createDataFrame(rows, "path string").mapInArrow(documents, SCHEMA)


def extract(pages: DataFrame, column: str = "html", **options: Any) -> DataFrame:
    """The pages in a column, as `dechaff.extract_batch` reads them."""
    from pyspark.sql.types import StructType

    added = StructType.fromDDL(PAGE_COLUMNS)
    replaced = {column, *added.names}
    kept = [field for field in pages.schema.fields if field.name not in replaced]

    def documents(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield dechaff.extract_batch(batch, column=column, **options)

    return pages.mapInArrow(documents, StructType(kept + added.fields))


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
