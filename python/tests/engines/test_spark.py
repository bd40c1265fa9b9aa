"""A Spark of its own: a master and two executors in processes of theirs."""

import json
import os
import pathlib
import signal
import sys
import threading
import time

import pyspark
import pytest
from conftest import page, text

import dechaff
from dechaff.engines import spark as engine


@pytest.fixture(scope="module")
def session():
    os.environ["SPARK_HOME"] = str(pathlib.Path(pyspark.__file__).parent)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("dechaff")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    session = builder.config("spark.task.maxFailures", "8").getOrCreate()
    yield session
    session.stop()


def executors():
    """The processes of executors that descend from this one."""
    parents, found = {}, []
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            pid = int(status.parent.name)
            parents[pid] = int(status.read_text().rsplit(")", 1)[1].split()[1])
            if b"CoarseGrainedExecutorBackend" in (status.parent / "cmdline").read_bytes():
                found.append(pid)
        except (OSError, ValueError):
            continue

    def is_ours(pid):
        while pid and pid != os.getpid():
            pid = parents.get(pid, 0)
        return pid != 0

    return [pid for pid in found if is_ours(pid)]


def test_archives_to_parquet(session, archives, tmp_path):
    engine.read(session, archives).write.parquet(str(tmp_path / "out"))
    rows = session.read.parquet(str(tmp_path / "out")).select("url", "text").collect()
    expected = {f"http://a.example/{number}": text(number) for number in range(400)}
    assert len(rows) == 400 and dict(rows) == expected


def test_a_killed_executor_changes_nothing(session, archives):
    # Enough to do that the kill comes in the middle.
    frame = engine.read(session, archives * 10)
    expected = sorted(frame.select("source", "text").collect())
    assert len(expected) == 400 * 10
    tracker, killed = session.sparkContext.statusTracker(), []

    def running():
        stages = map(tracker.getStageInfo, tracker.getActiveStageIds())
        return any(0 < stage.numCompletedTasks < stage.numTasks for stage in stages if stage)

    def kill():
        while not running():
            time.sleep(0.02)
        victim = executors()[0]
        os.kill(victim, signal.SIGKILL)
        killed.append(victim)

    thread = threading.Thread(target=kill)
    thread.start()
    assert sorted(frame.select("source", "text").collect()) == expected
    thread.join()
    assert killed


def test_columns(session):
    frame = session.createDataFrame([(number, page(number)) for number in range(10)], "id int, html string")
    rows = engine.extract(frame).select("id", "text", "title").collect()
    assert sorted(rows) == [(number, text(number), f"Tides {number}") for number in range(10)]


def test_other_outputs(session, archives):
    options = {"strip": "notices", "also": iter(["cut", "blocks", "html", "markdown"])}
    frame = engine.read(session, [archives[0], "/missing.warc"], **options)
    assert frame.columns[-5:] == ["error", "markdown", "html", "cut", "blocks"]
    row = frame.where("url = 'http://a.example/7'").first()
    document = dechaff.extract(page(7), url=row.url, strip="notices", also=["markdown", "html", "cut", "blocks"])
    assert (row.markdown, row.html, bytes(row.cut)) == (document.markdown, document.html, document.cut)
    assert json.loads(row.blocks) == document.blocks
    assert engine.read(session, [], also=["html"]).columns[-2:] == ["error", "html"]
    pages = session.createDataFrame([(page(7), row.url, "old", "old")], "Html string, url string, Markdown string, CUT string")
    row = engine.extract(pages, url_column="url", strip="notices", also=["blocks", "html", "markdown"]).first()
    assert row.__fields__[:2] == ["url", "CUT"] and row.__fields__[-3:] == ["record", "markdown", "html"]
    assert (row.markdown, row.html, json.loads(row.record)["blocks"]) == (document.markdown, document.html, document.blocks)


def test_names_of_columns_are_those_of_spark(session):
    schema = "id int, Html string, URL string, Title string"
    frame = session.createDataFrame([(1, page(1), "http://a.example/", "old")], schema)
    result = engine.extract(frame, url_column="url")
    assert result.columns == ["id", "URL", "text", "title", "byline", "published", "language", "record"]
    assert result.select("text", "title", "url").collect() == [(text(1), "Tides 1", "http://a.example/")]
    session.conf.set("spark.sql.caseSensitive", "true")
    try:
        with pytest.raises(KeyError):
            engine.extract(frame)
        result = engine.extract(frame, column="Html")
        assert result.select("Title", "title").collect() == [("old", "Tides 1")]
    finally:
        session.conf.unset("spark.sql.caseSensitive")


def test_an_archive_that_is_missing_is_a_row(session, archives):
    rows = engine.read(session, [archives[0], "/missing.warc"]).select("source", "error").collect()
    assert len(rows) == 51
    assert [row for row in rows if row.error] == [("/missing.warc", "No such file or directory")]


def test_a_wrong_option_is_told_where_it_is_written(session, archives):
    with pytest.raises(ValueError, match="only_language"):
        engine.read(session, archives, only_language=["en,de"])
    frame = session.createDataFrame([(page(1),)], "html string")
    with pytest.raises(TypeError, match="min_words"):
        engine.extract(frame, min_words=3)
