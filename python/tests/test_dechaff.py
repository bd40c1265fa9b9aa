"""The package gives what the command gives."""

import ast
import contextlib
import copy
import gzip
import inspect
import io
import itertools
import json
import pathlib
import pickle
import signal
import subprocess
import threading
import types
import typing

import pyarrow
import pytest

import dechaff

PAGE = (
    "<html lang=en><title>Tides</title><nav><a href=/>Home</a></nav>"
    "<p>The ferry stays in dock until Friday, the harbour said – and the pier is wet.</p></html>"
)
TEXT = "The ferry stays in dock until Friday, the harbour said – and the pier is wet.\n"
OUTPUTS = typing.get_args(dechaff.Output)
CASES = sorted((pathlib.Path(__file__).parents[2] / "corpus" / "cases").glob("*/page.html"))


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
    halves = "<meta charset=windows-1251><p>The pier \ud800x is wet \ud83d\ude00 and the ferry – lies in dock."
    assert dechaff.extract(halves).text == "The pier \ufffdx is wet \U0001f600 and the ferry – lies in dock.\n"


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
    for wrong in [{"language": "en_GB"}, {"max_bytes": 0}, {"max_bytes": -1}, {"max_bytes": (1 << 30) + 1}]:
        with pytest.raises(ValueError, match=next(iter(wrong))):
            dechaff.extract(PAGE, **wrong)


def test_lists_are_any_iterables_but_texts():
    appeal = "The ferry stays in dock until Friday.\n\nSubscribe to our newsletter.\n"
    for only in [["cookie"], ("cookie",), {"cookie"}, iter(["cookie"]), (name for name in ["cookie"])]:
        assert "newsletter" in dechaff.extract(appeal, only=only).text
    with pytest.raises(TypeError, match="only: .*not a text"):
        dechaff.extract(appeal, only="cookie")
    with pytest.raises(TypeError, match="keep"):
        dechaff.extract(appeal, keep=[1])

    def broken():
        yield "cookie"
        raise LookupError("of the caller")

    with pytest.raises(LookupError, match="of the caller"):
        dechaff.extract(appeal, only=broken())


@pytest.mark.parametrize(
    "wrong",
    [
        {"only_language": ["en,de"]}, {"only_language": ["en_US"]}, {"mime": ["html"]},
        {"mime": ["text/html;charset=utf-8"]}, {"status": ["2"]}, {"drop_if": ["x"]}, {"min_words": -1},
    ],
)
def test_filters_that_would_let_nothing_through(archive, wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        dechaff.read_warc(archive, **wrong)


def test_phrases():
    text = "The pier is shut until Friday, the harbour said.\n\nPlease fill our jar.\n"
    table = dechaff.PhraseTable("# Ours.\ndonation\talone\tfill our jar\n")
    for phrases in [table, pickle.loads(pickle.dumps(table))]:
        assert "jar" not in dechaff.extract(text, strip="notices", phrases=phrases).text
    assert "jar" in dechaff.extract(text, strip="notices").text
    with pytest.raises(ValueError, match="line 2: "):
        dechaff.PhraseTable("\ndonation\tmaybe\tfill our jar")
    with pytest.raises(TypeError, match="phrases"):
        dechaff.extract(text, phrases="donation\talone\tfill our jar")


def values(document):
    names = [name for name in dir(type(document)) if isinstance(getattr(type(document), name), types.GetSetDescriptorType)]
    return {name: getattr(document, name) for name in names}


def test_documents_are_copied(archive):
    all_outputs = {"strip": "notices", "also": OUTPUTS}
    documents = [dechaff.extract(PAGE, source="a", url="http://a.example/"), dechaff.extract(""), *dechaff.read_warc(archive)]
    documents += [dechaff.extract(PAGE, **all_outputs), *dechaff.read_warc(archive, **all_outputs)]
    for document in documents:
        for made in [pickle.loads(pickle.dumps(document)), copy.copy(document), copy.deepcopy(document)]:
            assert values(made) == values(document) and len(values(made)) == 17
            assert (made.to_json(), made.to_dict()) == (document.to_json(), document.to_dict())


def test_what_is_said_of_names_is_said_to_checkers():
    """The stub has the documentation, the categories and the outputs of the compiled part."""
    folder = pathlib.Path(dechaff.__file__).parent

    def compare(nodes, owner):
        count = 0
        for node in nodes:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
                assert inspect.getdoc(getattr(owner, node.name)) == ast.get_docstring(node), node.name
                count += 1
            count += compare(node.body, getattr(owner, node.name)) if isinstance(node, ast.ClassDef) and node.name[0] != "_" else 0
        return count

    assert compare(ast.parse((folder / "_dechaff.pyi").read_text()).body, dechaff) >= 22
    for category in typing.get_args(dechaff.Category):
        dechaff.extract(PAGE, only=[category])
    for output in OUTPUTS:
        assert getattr(dechaff.extract(PAGE, strip="notices", also=[output]), output), output
    assert {name for name in dir(dechaff) if name[0].isupper()} < set(dechaff.__all__)


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


def test_batches_with_other_outputs():
    pages = pyarrow.array([PAGE, None])
    batch = pyarrow.record_batch({"html": pages, "markdown": ["a", "b"], "cut": ["c", "d"]})
    assert dechaff.extract_batch(batch, also=["blocks"]).schema.names[:2] == ["markdown", "cut"]
    result = dechaff.extract_batch(batch, strip="notices", also={"cut", "html", "markdown", "blocks"}, links=False)
    assert result.schema.names == ["text", "title", "byline", "published", "language", "record", "markdown", "html", "cut"]
    assert result.schema.types[-3:] == [pyarrow.string(), pyarrow.string(), pyarrow.binary()]
    document = dechaff.extract(PAGE, strip="notices", also=OUTPUTS, links=False)
    assert result.column("record").to_pylist() == [document.to_json(), None]
    for name in ["markdown", "html", "cut"]:
        assert result.column(name).to_pylist() == [getattr(document, name), None]
    with pytest.raises(ValueError, match="also: unknown value pdf"):
        dechaff.extract_batch(batch, also=["pdf"])


def test_wrong_columns():
    batch = pyarrow.record_batch({"id": [1], "url": ["http://a.example/"], "text": [PAGE]})
    with pytest.raises(KeyError):
        dechaff.extract_batch(batch)
    with pytest.raises(TypeError, match="id"):
        dechaff.extract_batch(batch, column="id")
    twice = pyarrow.RecordBatch.from_arrays([batch.column("text")] * 2, names=["html", "html"])
    with pytest.raises(ValueError, match="html: several columns"):
        dechaff.extract_batch(twice)
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
        assert [document.source for document in dechaff.read_warc(io.BytesIO(b"no record"))] == [None]
    with pytest.raises(FileNotFoundError) as missing:
        dechaff.read_warc(pathlib.Path("missing.warc"))
    assert (missing.value.filename, missing.value.errno) == ("missing.warc", 2)
    with pytest.raises(IsADirectoryError) as folder:
        list(dechaff.read_warc(archive.parent))
    assert folder.value.filename == str(archive.parent)


class Readable:
    """An object with `read`."""

    def __init__(self, read):
        self.read = read


def test_read_that_fails():
    def broken(size):
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(dechaff.read_warc(Readable(broken)))

    chunks = iter([response(1)])
    with pytest.raises(RuntimeError, match="StopIteration") as ended:
        list(dechaff.read_warc(Readable(lambda size: next(chunks))))
    assert isinstance(ended.value.__cause__, StopIteration)

    # The first bytes are read when the archive is opened.
    chunks = iter([response(1)])
    documents = dechaff.read_warc(Readable(lambda size: next(chunks, None) or next(documents)))
    with pytest.raises(ValueError, match="read\\(\\) asks"):
        list(documents)


@contextlib.contextmanager
def alarm(rings=1):
    """A signal again and again, whose handler raises when it has been called so often."""
    called = itertools.count(1)

    def ring(number, frame):
        if next(called) == rings:
            raise TimeoutError("it rings")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    try:
        with pytest.raises(TimeoutError, match="it rings"):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# Many times what is read between two looks at the signals.
MANY = 60_000


def test_signals_are_handled_where_nothing_is_wanted(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(response(1) * MANY)
    documents = dechaff.read_warc(path, only_language=["de"])
    with alarm():
        next(documents)
    assert documents.counts["read"] < MANY
    # It goes on where it was.
    assert list(documents) == [] and documents.counts["skipped"] == {"language": MANY}


def test_signals_are_handled_in_batches():
    pages = pyarrow.array([PAGE]).take(pyarrow.array([0] * MANY, pyarrow.int32()))
    # Those that nobody looks at are handled as one, when the call is over.
    with alarm(rings=5):
        dechaff.extract_batch(pyarrow.record_batch({"html": pages}))


def test_same_as_the_command(archive):
    ours = "".join(document.to_json() + "\n" for document in dechaff.read_warc(archive))
    assert ours.encode() == command("--to", "json", archive)
    assert dechaff.extract(archive.name).text.encode() is not None


AS_THE_COMMAND = [
    ("markdown", {}, ["--to", "markdown"]),
    ("markdown", {"links": False, "images": True}, ["--to", "markdown", "--no-links", "--images"]),
    ("html", {"favor": "recall"}, ["--to", "html", "--favor", "recall"]),
    ("html", {"links": False, "images": True}, ["--to", "html", "--no-links", "--images"]),
    ("cut", {"strip": "notices"}, ["--to", "html", "--strip", "notices"]),
]


@pytest.mark.parametrize(("name", "options", "arguments"), AS_THE_COMMAND)
def test_outputs_are_those_of_the_command(name, options, arguments):
    for path in CASES[::5]:
        ours = getattr(dechaff.extract(path.read_bytes(), also=[name], **options), name)
        assert (ours if name == "cut" else ours.encode()) == command(*arguments, path), path


@pytest.mark.parametrize(("name", "options", "arguments"), AS_THE_COMMAND)
def test_outputs_of_archives_are_those_of_the_command(archive, name, options, arguments):
    documents = list(dechaff.read_warc(archive, also=[name], **options))
    assert [getattr(document, name) is None for document in documents] == [False, False, True]
    parts = [getattr(document, name) or b"" for document in documents]
    texts = [part if isinstance(part, bytes) else part.encode() for part in parts]
    assert [text.strip() for text in texts] == [text.strip() for text in command(*arguments, "-0", archive).split(b"\0")][:3]


def test_blocks_are_those_of_the_command(archive):
    for path in CASES[::5]:
        document = dechaff.extract(path.read_bytes(), source=str(path), also=["blocks"])
        assert document.to_json().encode() + b"\n" == command("--to", "json", "--blocks", path)
        assert document.blocks == document.to_dict()["blocks"] and document.blocks[0]["verdict"] in ("keep", "drop")
        assert f'"blocks":{document.blocks_json}' in document.to_json()
        assert pickle.loads(pickle.dumps(document)).blocks_json == document.blocks_json
    read = dechaff.read_warc(archive, also=["blocks"])
    assert "".join(document.to_json() + "\n" for document in read).encode() == command("--to", "json", "--blocks", archive)


@pytest.mark.parametrize("strip", typing.get_args(dechaff.Strip))
def test_outputs_change_nothing_else(strip):
    also = [name for name in OUTPUTS if name != "cut" or strip == "notices"]
    for path in CASES:
        page = path.read_bytes()
        plain, full = dechaff.extract(page, strip=strip), dechaff.extract(page, strip=strip, also=also, images=True)
        record = full.to_dict()
        assert record.pop("blocks") == full.blocks
        assert record == plain.to_dict(), path
        assert [getattr(plain, name) for name in OUTPUTS] == [None] * len(OUTPUTS)
        # Each is the same alone.
        for name in also:
            options = {"images": True} if name in ("markdown", "html") else {}
            alone = dechaff.extract(page, strip=strip, also=iter([name]), **options)
            assert [output for output in OUTPUTS if getattr(alone, output) is not None] == [name]
            assert getattr(alone, name) == getattr(full, name), path


def test_wrong_outputs(archive):
    for read in [lambda **wrong: dechaff.extract(PAGE, **wrong), lambda **wrong: dechaff.read_warc(archive, **wrong)]:
        with pytest.raises(ValueError, match="also: unknown value pdf"):
            read(also=["markdown", "pdf"])
        with pytest.raises(TypeError, match="also: .*not a text"):
            read(also="markdown")
        with pytest.raises(TypeError, match="also: "):
            read(also=[1])
        with pytest.raises(ValueError, match="also: cut needs strip='notices'"):
            read(also=["cut"])
        for wrong in [{"links": False}, {"images": True, "also": ["blocks"]}]:
            with pytest.raises(ValueError, match=next(iter(wrong))):
                read(**wrong)
        with pytest.raises(TypeError, match="links: "):
            read(also=["markdown"], links="no")


def test_outputs_of_a_str_are_of_what_it_says():
    page = PAGE.replace("<title>", "<meta charset=windows-1251><title>")
    options = {"strip": "notices", "also": ["markdown", "cut"]}
    document = dechaff.extract(page, **options)
    assert (document.cut.decode(), document.markdown) == (page, dechaff.extract(PAGE, **options).markdown)
    document = dechaff.extract(page.encode("windows-1251"), **options)
    assert document.cut.decode("windows-1251") == page


def test_outputs_of_what_is_no_document():
    document = dechaff.extract(b"%PDF-1.7\n", strip="notices", also=OUTPUTS)
    assert (document.warnings, document.markdown, document.cut, document.blocks) == (["not_html"], "", b"", [])


def test_threads_run_at_once():
    """Another thread goes on while a page is read: the GIL is not held."""
    page = PAGE.replace("</html>", "<p>The pier is wet.</p>" * 200_000)
    turns, done = [], threading.Event()

    def turn():
        while not done.wait(0.001):
            turns.append(1)

    thread = threading.Thread(target=turn)
    thread.start()
    dechaff.extract(page, also=["markdown", "html"])
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
