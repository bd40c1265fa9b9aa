"""A spider that fetches a page from a server of the test, in a process of its own."""

import functools
import http.server
import json
import subprocess
import sys
import threading
import types

import pytest
import scrapy
from conftest import page, text
from scrapy.settings import Settings

import dechaff
from dechaff.engines.scrapy import DechaffPipeline

SPIDER = """
import scrapy

class Pages(scrapy.Spider):
    name = "pages"
    start_urls = ["{url}"]
    custom_settings = {{
        "ITEM_PIPELINES": {{"dechaff.engines.scrapy.DechaffPipeline": 300}},
        "DECHAFF_OPTIONS": {{"strip": "boilerplate"}},
        "FEEDS": {{"{out}": {{"format": "jsonl"}}}},
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
    }}

    def parse(self, response):
        yield {{"url": response.url, "html": response.text, "text": None}}
"""


def test_a_spider(tmp_path):
    (tmp_path / "7.html").write_text(page(7))
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url, out = f"http://127.0.0.1:{server.server_port}/7.html", tmp_path / "out.jsonl"
        (tmp_path / "spider.py").write_text(SPIDER.format(url=url, out=out))
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "runspider", "spider.py"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )
        server.shutdown()
    assert done.returncode == 0, done.stderr
    item = json.loads(out.read_text())
    assert (item["text"], item["title"], item["url"]) == (text(7), "Tides 7", url)


class Page(scrapy.Item):
    html = scrapy.Field()
    text = scrapy.Field()


def pipeline(**settings):
    return DechaffPipeline.from_crawler(types.SimpleNamespace(settings=Settings(settings)))


def test_an_item_has_the_fields_it_has():
    item = pipeline().process_item(Page(html=page(7), text=""))
    assert dict(item) == {"html": page(7), "text": text(7)}
    item = pipeline(DECHAFF_FIELDS={"why": "error", "author": "byline"}).process_item({"html": page(7)})
    assert item == {"html": page(7), "why": None, "author": None}
    with pytest.raises(KeyError):
        pipeline(DECHAFF_FIELDS={"author": "byline"}).process_item(Page(html=page(7)))


def test_other_outputs_are_named_like_fields():
    fields = {"body": "markdown", "page": "cut", "why": "blocks", "text": "text"}
    item = pipeline(DECHAFF_FIELDS=fields, DECHAFF_OPTIONS={"strip": "notices", "links": False}).process_item({"html": page(7)})
    document = dechaff.extract(page(7), strip="notices", also=["markdown", "cut", "blocks"], links=False)
    assert [item[field] for field in fields] == [document.markdown, document.cut, document.blocks, document.text]


@pytest.mark.parametrize(
    "wrong",
    [
        {"DECHAFF_FIELDS": {"x": "author"}}, {"DECHAFF_OPTIONS": {"url": "x"}}, {"DECHAFF_OPTIONS": {"favor": "x"}},
        {"DECHAFF_OPTIONS": {"also": ["html"]}}, {"DECHAFF_OPTIONS": {"links": False}}, {"DECHAFF_FIELDS": {"html": "html"}},
    ],
)
def test_wrong_settings_are_told_before_the_crawl(wrong):
    with pytest.raises(ValueError, match="author|url|favor|also|links|html"):
        pipeline(**wrong)
