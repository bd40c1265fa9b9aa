"""The package gives what the command gives."""

import gzip
import io
import json
import subprocess
import threading

import pyarrow
import pytest

import dechaff

PAGE = (
    "<html lang=en><title>Tides</title><nav><a href=/>Home</a></nav>"
    "<p>The ferry stays in dock until Friday, the harbour said – and the pier is wet.</p></html>"
)
TEXT = "The ferry stays in dock until Friday, the harbour said – and the pier is wet.\n"


def record(kind, number, block, media_type="application/http"):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:id:{number}>\r\n"
        f"WARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Target-URI: http://a.example/{number}\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(number, page=PAGE, status="200 OK"):
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return record("response", number, head.encode() + page.encode())


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "a.warc.gz"
    records = [response(1), record("request", 2, b"GET /"), response(3, status="404 No"), response(4)]
    path.write_bytes(b"".join(map(gzip.compress, records)) + gzip.compress(b"no record"))
    return path


def command(*arguments):
    return subprocess.run(["dechaff", *map(str, arguments)], capture_output=True, check=False).stdout


def test_bytes_and_text():
    for page in [PAGE, PAGE.encode(), bytearray(PAGE.encode())]:
        document = dechaff.extract(page, url="http://a.example/")
        assert document.text == TEXT
        assert (document.title, document.language) == ("Tides", "en")
        assert document.url == "http://a.example/"
        assert document.to_dict()["text"] == TEXT
    declared = PAGE.replace("<title>", "<meta charset=windows-1251><title>")
    assert dechaff.extract(declared).text == TEXT
    assert dechaff.extract("").warnings == ["empty"]
    assert "�" in dechaff.extract("<p>The pier \ud800 is wet and the ferry lies in dock.").text.replace("?", "�")


def test_options():
    appeal = "The ferry stays in dock until Friday.\n\nSubscribe to our newsletter.\n"
    assert "newsletter" not in dechaff.extract(appeal).text
    assert "newsletter" in dechaff.extract(appeal, only=["cookie"]).text
    for wrong in [{"strip": "all"}, {"only": ["x"]}, {"encoding": "x"}]:
        with pytest.raises(ValueError, match=next(iter(wrong))):
            dechaff.extract(PAGE, **wrong)
    for wrong in [{"url": 1}, {"nothing": 1}]:
        with pytest.raises(TypeError, match=next(iter(wrong))):
            dechaff.extract(PAGE, **wrong)
    with pytest.raises(TypeError, match="bytes or str"):
        dechaff.extract(1)


@pytest.mark.parametrize(
    "kind",
    [pyarrow.string(), pyarrow.large_string(), pyarrow.binary(), pyarrow.large_binary(), pyarrow.string_view()],
)
def test_batches(kind):
    pages = pyarrow.array([PAGE, None, ""], pyarrow.string()).cast(kind)
    batch = pyarrow.record_batch({"id": [1, 2, 3], "html": pages, "title": ["a", "b", "c"]})
    result = dechaff.extract_batch(batch)
    assert result.schema.names == ["id", "text", "title", "byline", "published", "language", "record"]
    assert result.column("id").to_pylist() == [1, 2, 3]
    assert result.column("text").to_pylist() == [TEXT, None, ""]
    assert json.loads(result.column("record")[0].as_py())["title"] == "Tides"
    assert dechaff.extract_batch(batch.slice(0, 0)).num_rows == 0
    assert dechaff.extract_batch(batch.slice(1)).column("text").to_pylist() == [None, ""]


def test_wrong_columns():
    batch = pyarrow.record_batch({"id": [1], "url": ["http://a.example/"], "text": [PAGE]})
    with pytest.raises(KeyError):
        dechaff.extract_batch(batch)
    with pytest.raises(TypeError, match="id"):
        dechaff.extract_batch(batch, column="id")
    result = dechaff.extract_batch(batch, column="text", url_column="url", format="html")
    assert json.loads(result.column("record")[0].as_py())["url"] == "http://a.example/"


def test_archives(archive):
    documents = dechaff.read_warc(archive)
    read = list(documents)
    assert [document.record_id for document in read] == ["<urn:id:1>", "<urn:id:4>", None]
    assert [document.error for document in read] == [None, None, "damaged record"]
    assert read[0].date == "2024-05-01T10:00:00Z"
    assert documents.counts == {
        "read": 5, "written": 2, "cut": 0,
        "skipped": {"type": 1, "status": 1}, "failed": {"damaged": 1},
    }
    with archive.open("rb") as file:
        assert [document.url for document in dechaff.read_warc(file, status=["any"])][1] == "http://a.example/3"
    with pytest.raises(FileNotFoundError):
        dechaff.read_warc("missing.warc")

    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(dechaff.read_warc(Broken()))


def test_same_as_the_command(archive):
    ours = "".join(document.to_json() + "\n" for document in dechaff.read_warc(archive))
    assert ours.encode() == command("--to", "json", archive)
    assert dechaff.extract(archive.name).text.encode() is not None


def test_threads_run_at_once():
    """Another thread goes on while a page is read: the GIL is not held."""
    page = PAGE.replace("</html>", "<p>The pier is wet.</p>" * 200_000)
    turns, done = [], threading.Event()

    def turn():
        while not done.wait(0.001):
            turns.append(1)

    thread = threading.Thread(target=turn)
    thread.start()
    dechaff.extract(page)
    done.set()
    thread.join()
    assert len(turns) > 1


def test_selectors_and_regions():
    page = "<p>The ferry stays in dock until Friday, the council <b>still</b> said.<ol class=comments><li>Well said."
    options = {"strip": "notices", "drop": ["b"], "comments": False, "language": "en-GB"}
    document = dechaff.extract(page, **options)
    assert document.text == "The ferry stays in dock until Friday, the council said.\n"
    with pytest.raises(ValueError, match="drop: p:x: pseudo"):
        dechaff.extract(page, drop=["p:x"])
