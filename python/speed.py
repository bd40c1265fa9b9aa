"""Pages a second of a core (user and system time) of dechaff and of others on one archive, in one run.

    python3 speed.py --bin ../target/release/dechaff PAGES...

PAGES are files of HTML, gzip or not. Needs warcio, trafilatura, fastwarc and resiliparse, and the package.
"""

import argparse
import gzip
import io
import os
import pathlib
import subprocess
import tempfile

import fastwarc
import resiliparse.extract.html2text
import trafilatura
from resiliparse.parse.html import HTMLTree
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import dechaff


def write(path, pages, is_packed):
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_packed)
        for number, page in enumerate(pages):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"http://a.example/{number}"
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=head))


def by_command(path, binary, jobs):
    return lambda: subprocess.run([binary, "-q", "-j", str(jobs), path, "-o", "/dev/null"], check=False)


def by_package(path):
    for document in dechaff.read_warc(path):
        document.text


def by_trafilatura(path):
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                trafilatura.extract(record.content_stream().read())


def by_resiliparse(path):
    for record in fastwarc.ArchiveIterator(str(path), record_types=fastwarc.WarcRecordType.response):
        tree = HTMLTree.parse_from_bytes(record.reader.read())
        resiliparse.extract.html2text.extract_plain_text(tree, main_content=True)


def seconds():
    """The processor's time of this process and of those that it started."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--trafilatura-pages", type=int, default=300, help="the slowest reads fewer")
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    given = parser.parse_args()
    pages = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in given.pages]
    few = pages[:: max(1, len(pages) // given.trafilatura_pages)]
    megabytes = sum(map(len, pages)) / 1e6
    print(f"{len(pages)} pages, {megabytes:.1f} MB; {len(few)} of them for trafilatura")
    with tempfile.TemporaryDirectory() as folder:
        for is_packed in (True, False):
            path, short = (pathlib.Path(folder, f"{name}-{is_packed}.warc") for name in ("all", "few"))
            write(path, pages, is_packed)
            write(short, few, is_packed)
            programs = [
                ("dechaff --jobs 1", by_command(path, given.bin, 1), len(pages)),
                ("dechaff --jobs 2", by_command(path, given.bin, 2), len(pages)),
                ("dechaff, Python", lambda: by_package(path), len(pages)),
                ("fastwarc + resiliparse", lambda: by_resiliparse(path), len(pages)),
                ("warcio + trafilatura", lambda: by_trafilatura(short), len(few)),
            ]
            print("compressed" if is_packed else "uncompressed")
            first = None
            for name, program, count in programs:
                began = seconds()
                program()
                rate = count / (seconds() - began)
                first = first or rate
                print(f"  {name}: {rate:.0f} pages a second of a core ({first / rate:.1f} x)", flush=True)


if __name__ == "__main__":
    main()
