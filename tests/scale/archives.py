"""A synthetic crawl from the pages of the corpus, damaged in known ways.

make() writes two archives, one plain and one of gzip members, and gives what must come of them.
Needs nothing but Python.
"""

import collections
import gzip
import pathlib
import random
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Pages of the web are mostly script: the corpus pages alone are a tenth of their size.
SCRIPT_LEN = 110_000


class Crawl:
    """What was written, and what must come of it."""

    def __init__(self):
        self.written = []  # (record id, page, whether it is cut)
        self.skipped = collections.Counter()
        self.failed = collections.Counter()
        self.raw_len = 0

    def summary(self):
        """As the command's last line begins."""
        cut = sum(is_cut for _, _, is_cut in self.written)
        skipped, failed = sum(self.skipped.values()), sum(self.failed.values())
        line = f"{len(self.written)} of {len(self.written) + skipped + failed} written"
        if cut:
            line += f" ({cut} of them cut)"
        for name, count in [("skipped", self.skipped), ("failed", self.failed)]:
            line += f", {sum(count.values())} {name}"
            if count:
                line += " (" + ", ".join(f"{why} {n}" for why, n in sorted(count.items())) + ")"
        return line


def pages():
    """The corpus pages that are UTF-8, with the script that real ones carry."""
    rng = random.Random(1)
    words = ["const", "let", "function", "return", "window", "push", "=>", "{", "}", "(", ")", ";", "document"]
    script = " ".join(rng.choice(words) + str(rng.randrange(1000)) for _ in range(SCRIPT_LEN // 9))
    found = []
    for path in sorted((ROOT / "corpus/cases").glob("*/page.html")):
        page = path.read_bytes()
        at = page.lower().find(b"</head>")
        try:
            page.decode()
        except UnicodeDecodeError:
            continue
        if at >= 0:
            found.append(page[:at] + b"<script>" + script.encode() + b"</script>" + page[at:])
    return found


def record(kind, number, block, length=None, media_type="application/http; msgtype=response"):
    """A record; `length` is what it says of its block, "" for nothing."""
    said = len(block) if length is None else length
    head = [
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:scale:{number}>",
        f"WARC-Target-URI: http://a.example/{number}", "WARC-Date: 2024-05-01T10:00:00Z",
        f"Content-Type: {media_type}", *([f"Content-Length: {said}"] if said != "" else []),
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(page, status="200 OK", *fields):
    head = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *fields]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + page


def chunked(body):
    parts = [body[at : at + 7000] for at in range(0, len(body), 7000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def pack(data):
    return gzip.compress(data, 1, mtime=0)


def tail(page):
    """A page as the end of a member: packed once and not for each record that holds it."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return packer.compress(page) + packer.flush()


def pack_with_tail(head, page, packed):
    """A member of `head` and a page that is packed already."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    data = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH) + packed
    crc, length = zlib.crc32(page, zlib.crc32(head)), len(head) + len(page)
    return b"\x1f\x8b\x08" + bytes(7) + data + crc.to_bytes(4, "little") + length.to_bytes(4, "little")


def bomb():
    """A body that unpacks to a gigabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b"<p>boom " + b" " * 1_000_000
    return b"".join(packer.compress(piece) for _ in range(1000)) + packer.flush()


class Writer:
    """Writes records until there is enough, one in ten of them odd."""

    def __init__(self, path, is_packed, first, crawl):
        self.file = path.open("wb")
        self.is_packed = is_packed
        self.number = first
        self.crawl = crawl
        self.pages = pages()
        self.tails = [tail(page + b"\r\n\r\n") for page in self.pages]
        self.bomb = bomb()
        self.rng = random.Random(first)
        # Damage of members needs members.
        self.odd = [
            self.not_found, self.image, self.revisit, self.request, self.no_header, self.junk,
            self.decoded, self.coded, self.wrong_length,
        ] + ([self.cut, self.flipped] if is_packed else [self.huge_length])

    def put(self, data):
        self.crawl.raw_len += len(data)
        self.file.write(pack(data) if self.is_packed else data)

    def page(self):
        return self.number % len(self.pages)

    def good(self, is_cut=False):
        self.crawl.written.append((f"urn:scale:{self.number}", self.page(), is_cut))

    def fill(self, raw_len):
        end, was_odd = self.crawl.raw_len + raw_len, False
        while self.crawl.raw_len < end:
            self.number += 1
            if self.number % 5000 == 77:
                self.too_large()
            elif self.rng.random() < 0.1 and (self.is_packed or not was_odd):
                # Without members two damaged places side by side are one.
                self.rng.choice(self.odd)()
                was_odd = True
            else:
                self.sound()
                was_odd = False
        self.file.close()

    def sound(self):
        page = self.pages[self.page()]
        data = record("response", self.number, response(page))
        if self.is_packed:
            end = page + b"\r\n\r\n"
            self.crawl.raw_len += len(data)
            self.file.write(pack_with_tail(data[: -len(end)], end, self.tails[self.page()]))
        else:
            self.put(data)
        self.good()

    def not_found(self):
        self.put(record("response", self.number, response(b"<p>Not here.", "404 Not Found")))
        self.crawl.skipped["status"] += 1

    def image(self):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG" + self.rng.randbytes(20_000)
        self.put(record("response", self.number, block))
        self.crawl.skipped["mime"] += 1

    def revisit(self):
        self.put(record("revisit", self.number, response(b"")))
        self.crawl.skipped["revisit"] += 1

    def request(self):
        self.put(record("request", self.number, b"GET / HTTP/1.1\r\n\r\n"))
        self.crawl.skipped["type"] += 1

    def no_header(self):
        self.put(b"WARC/1.0\r\nthis line has no colon\r\n\r\n" + self.pages[self.page()] + b"\r\n\r\n")
        self.crawl.failed["damaged"] += 1

    def junk(self):
        self.put(b"\x80\x81 what a broken writer left\r\n")
        self.crawl.failed["damaged"] += 1

    def decoded(self):
        label = self.rng.choice(["Content-Encoding: gzip", "Content-Encoding: br", "Transfer-Encoding: chunked"])
        self.put(record("response", self.number, response(self.pages[self.page()], "200 OK", label)))
        self.good()

    def coded(self):
        body = chunked(pack(self.pages[self.page()]))
        fields = ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]
        self.put(record("response", self.number, response(body, "200 OK", *fields)))
        self.good()

    def wrong_length(self):
        block = response(self.pages[self.page()])
        length = self.rng.choice(["", "-1", "x", len(block) - 2, len(block) + 2, len(block) + 6, len(block) // 2])
        self.put(record("response", self.number, block, length))
        self.good()

    def huge_length(self):
        length = self.rng.choice([1 << 62, 1 << 64, 3 << 30, 5_000_000])
        self.put(record("response", self.number, response(self.pages[self.page()]), length))
        self.good()

    def cut(self):
        data = record("response", self.number, response(self.pages[self.page()]))
        packed = pack(data)
        self.crawl.raw_len += len(data)
        self.file.write(packed[: len(packed) // 2])
        self.good(is_cut=True)

    def flipped(self):
        data = record("response", self.number, response(self.pages[self.page()]))
        packed = bytearray(pack(data))
        packed[-6] ^= 1
        self.crawl.raw_len += len(data)
        self.file.write(packed)
        self.good(is_cut=True)

    def too_large(self):
        self.put(record("response", self.number, response(self.bomb, "200 OK", "Content-Encoding: gzip")))
        self.good(is_cut=True)


def make(folder, raw_len):
    """Writes `plain.warc` and `packed.warc.gz` with `raw_len` bytes of records together."""
    crawl = Crawl()
    paths = [folder / "plain.warc", folder / "packed.warc.gz"]
    for number, path in enumerate(paths):
        Writer(path, path.suffix == ".gz", number * 10_000_000, crawl).fill(raw_len // 2)
    return paths, crawl
