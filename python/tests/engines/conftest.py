import gzip

import pytest

PAGE = (
    "<html lang=en><title>Tides {n}</title><nav><a href=/>Home</a></nav>"
    "<p>The ferry {n} stays in dock until Friday, the harbour said, and the pier is wet.</p></html>"
)


def page(number):
    return PAGE.format(n=number)


def text(number):
    return f"The ferry {number} stays in dock until Friday, the harbour said, and the pier is wet.\n"


def response(number):
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page(number)}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:id:{number}>\r\n"
        f"WARC-Target-URI: http://a.example/{number}\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


@pytest.fixture(scope="session")
def archives(tmp_path_factory):
    """Eight archives of 50 pages."""
    folder = tmp_path_factory.mktemp("archives")
    paths = []
    for archive in range(8):
        path = folder / f"{archive}.warc.gz"
        path.write_bytes(b"".join(response(archive * 50 + number) for number in range(50)))
        paths.append(str(path))
    return paths
