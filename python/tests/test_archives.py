"""Archives that other programs wrote are read as those programs read them."""

import gzip
import io

import brotli
import fastwarc
import pyarrow
import pytest
from fastwarc import stream_io
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import dechaff
from dechaff.engines import archives

PAGES = [
    f"<html><p>The ferry {n} stays in dock until Friday, the harbour said – and the pier is wet.</p></html>"
    for n in range(20)
]


def chunked(body):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:30], body[30:])) + b"0\r\n\r\n"


CODINGS = [
    ([], lambda body: body),
    ([("Content-Encoding", "gzip")], gzip.compress),
    ([("Content-Encoding", "br")], brotli.compress),
    ([("Transfer-Encoding", "chunked")], chunked),
    ([("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")], lambda body: chunked(gzip.compress(body))),
    # Wrongly labelled.
    ([("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")], lambda body: body),
    ([("Content-Encoding", "br")], lambda body: body),
]


def write(path, is_packed):
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_packed)
        writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
        for number, page in enumerate(PAGES):
            url = f"http://a.example/{number}"
            fields, code = CODINGS[number % len(CODINGS)]
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8"), *fields], protocol="HTTP/1.1")
            body = code(page.encode())
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head))
            writer.write_record(writer.create_warc_record(url, "request", payload=io.BytesIO(b"GET / HTTP/1.1\r\n\r\n")))
        text = io.BytesIO("The pier is wet.\n".encode())
        writer.write_record(
            writer.create_warc_record("http://a.example/t", "conversion", payload=text, warc_content_type="text/plain")
        )
        writer.write_record(writer.create_revisit_record("http://a.example/0", "sha1:x", "http://a.example/0", "2024-05-01T10:00:00Z"))


def dictionary():
    samples = [f"{page} {number}".encode() * 9 for number, page in enumerate(PAGES * 50)]
    return stream_io.zstd_train_dictionary_from_samples(samples, 4096)


FORMS = {
    "warc": lambda file: file,
    "warc.gz": stream_io.GzipWriter,
    "warc.zst": stream_io.ZstdWriter,
    "dictionary.warc.zst": lambda file: stream_io.ZstdWriter(file, dictionary=dictionary()),
    "packed-dictionary.warc.zst": lambda file: stream_io.ZstdWriter(
        file, dictionary=dictionary(), compress_dictionary_frame=True
    ),
}


def rewrite(source, target, form):
    """The same archive as fastwarc writes it, each record in a member of its own."""
    with target.open("wb") as file:
        stream = FORMS[form](file)
        for record in fastwarc.ArchiveIterator(str(source), parse_http=False):
            record.write(stream)
            if stream is not file:
                stream.finish()
        stream.flush()


def by_warcio(path):
    kinds = ("response", "conversion")
    with path.open("rb") as file:
        return [
            (record.rec_headers["WARC-Record-ID"], record.rec_headers["WARC-Target-URI"])
            for record in ArchiveIterator(file)
            if record.rec_type in kinds
        ]


def check(path, records):
    documents = dechaff.read_warc(path)
    ours = list(documents)
    assert [(document.record_id, document.url) for document in ours] == records
    expected = [dechaff.extract(page).text for page in PAGES] + ["The pier is wet.\n"]
    assert [document.text for document in ours] == expected
    assert documents.counts["skipped"] == {"type": len(PAGES) + 1, "revisit": 1}
    assert not documents.counts["failed"] and not documents.counts["cut"]


@pytest.mark.parametrize("is_packed", [True, False])
def test_as_warcio_writes(tmp_path, is_packed):
    path = tmp_path / "a.warc"
    write(path, is_packed)
    check(path, by_warcio(path))


@pytest.mark.parametrize("form", FORMS)
def test_as_fastwarc_writes(tmp_path, form):
    first, path = tmp_path / "first.warc.gz", tmp_path / form
    write(first, True)
    rewrite(first, path, form)
    check(path, by_warcio(first))


def test_batches_end_by_size_too(tmp_path, monkeypatch):
    path = tmp_path / "a.warc.gz"
    write(path, True)
    whole = list(archives.read_archives([str(path)], also=iter(["blocks"])))
    monkeypatch.setattr(archives, "BATCH_SIZE", 1000)
    parts = list(archives.read_archives([str(path)], also=["blocks"]))
    assert len(whole) == 1 and len(parts) > 3
    assert pyarrow.Table.from_batches(parts).to_pylist() == whole[0].to_pylist()
    document = next(dechaff.read_warc(path, also=["blocks"]))
    assert whole[0].to_pylist()[0]["blocks"] == document.blocks_json
