import json

import pytest
import ray
from conftest import page, text

import dechaff
from dechaff.engines import ray as engine


@pytest.fixture(scope="module", autouse=True)
def cluster():
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def test_archives(archives):
    rows = engine.read(archives).take_all()
    expected = {f"http://a.example/{number}": text(number) for number in range(400)}
    assert {row["url"]: row["text"] for row in rows} == expected


def test_columns():
    pages = ray.data.from_items([{"id": number, "html": page(number)} for number in range(10)])
    rows = engine.extract(pages).take_all()
    assert sorted((row["id"], row["text"]) for row in rows) == [(n, text(n)) for n in range(10)]


def test_other_outputs(archives):
    options = {"strip": "notices", "also": ["markdown", "cut", "blocks"]}
    rows = engine.read([archives[0], "/missing.warc"], **options).take_all()
    first = next(row for row in rows if row["url"] == "http://a.example/7")
    document = dechaff.extract(page(7), url=first["url"], **options)
    assert (first["markdown"], first["cut"], json.loads(first["blocks"])) == (document.markdown, document.cut, document.blocks)
    assert "html" not in first
    assert [(row["markdown"], row["cut"], row["blocks"]) for row in rows if row["error"]] == [(None, None, None)]
    pages = ray.data.from_items([{"html": page(7)}])
    assert [row["html"] for row in engine.extract(pages, also=["html"]).take_all()] == [dechaff.extract(page(7), also=["html"]).html]


def test_an_archive_that_is_missing_is_a_row(archives):
    rows = engine.read([archives[0], "/missing.warc"]).take_all()
    assert len(rows) == 51
    assert [(row["source"], row["error"]) for row in rows if row["error"]] == [("/missing.warc", "No such file or directory")]


def test_a_wrong_option_is_told_where_it_is_written(archives):
    with pytest.raises(ValueError, match="only_language"):
        engine.read(archives, only_language=["en,de"])
    with pytest.raises(TypeError, match="only_language"):
        engine.extract(ray.data.from_items([{"html": page(1)}]), only_language=["en"])
