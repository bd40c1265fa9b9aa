from collections.abc import Iterable, Iterator
from os import PathLike
from typing import Any, Protocol, final

import pyarrow

from ._values import Category, Counts, Favor, Format, Output, Reservation, Strip

__all__ = [
    "__version__", "Document", "Documents", "PhraseTable", "_restored", "extract", "extract_batch", "read_warc",
]
__version__: str

@final
class Document:
    """A document that was read: its text and what it says about itself."""

    @property
    def source(self) -> str | None:
        """The name that was given to it, or the archive and the record."""
    @property
    def url(self) -> str | None:
        """Its address."""
    @property
    def text(self) -> str | None:
        """What is kept; None if the document could not be read."""
    @property
    def title(self) -> str | None:
        """Its headline, or its title without the name of its site."""
    @property
    def byline(self) -> str | None:
        """Who wrote it: names with a comma between them."""
    @property
    def published(self) -> str | None:
        """When it was published, in ISO 8601."""
    @property
    def language(self) -> str | None:
        """Its language as it declares it."""
    @property
    def http_status(self) -> int | None:
        """The status of the response, of a document of an archive."""
    @property
    def error(self) -> str | None:
        """Why it could not be read."""
    @property
    def warnings(self) -> list[str]:
        """What a reader should know, such as `truncated` or `empty`."""
    @property
    def record_id(self) -> str | None:
        """WARC-Record-ID, of a document of an archive."""
    @property
    def date(self) -> str | None:
        """WARC-Date, of a document of an archive."""
    @property
    def markdown(self) -> str | None:
        """What is kept, as Markdown, if `also` asks for it."""
    @property
    def html(self) -> str | None:
        """What is kept, as clean HTML, if `also` asks for it."""
    @property
    def cut(self) -> bytes | None:
        """The input's own bytes without its notices, if `also` asks for them. Those of a `str` are UTF-8."""
    @property
    def blocks(self) -> list[dict[str, Any]] | None:
        """All blocks with their verdicts, as they stand in the record, if `also` asks for them; made anew by each call."""
    @property
    def blocks_json(self) -> str | None:
        """The same as JSON."""
    def to_json(self) -> str:
        """The record as the command writes it: one line of JSON."""
    def to_dict(self) -> dict[str, Any]:
        """The record as a dictionary."""

@final
class Documents(Iterator[Document]):
    """The documents of an archive, one after another."""

    def __iter__(self) -> Documents: ...
    def __next__(self) -> Document: ...
    @property
    def counts(self) -> Counts:
        """What became of the records so far: each is counted once."""

@final
class PhraseTable:
    """Your own phrases of notices, read once and given to many calls: a line is category, strength and phrase with tabs
    between, as in a file for the command's `--phrases`.
    """

    def __new__(cls, text: str) -> PhraseTable: ...

class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...

def extract(
    data: bytes | bytearray | str,
    *,
    source: str | None = None,
    url: str | None = None,
    format: Format = "auto",
    strip: Strip = "boilerplate",
    favor: Favor = "balanced",
    only: Iterable[Category] | None = None,
    without: Iterable[Category] | None = None,
    phrases: PhraseTable | None = None,
    comments: bool = True,
    tables: bool = True,
    keep: Iterable[str] | None = None,
    drop: Iterable[str] | None = None,
    language: str | None = None,
    encoding: str | None = None,
    max_bytes: int | None = None,
    also: Iterable[Output] | None = None,
    links: bool = True,
    images: bool = False,
) -> Document:
    """Reads one document. Text in `str` is not decoded again, whatever the page declares.

    `url` goes into the record as it is; if it is absolute, links are resolved against it. `comments` and `tables` say
    whether those may stay; `keep` and `drop` are CSS selectors of elements (names, classes, ids, attributes,
    descendants, children) whose text stays or goes in any case; `language` is a tag that counts more than what the
    document says.

    `also` names what else is written of it, as the command does: `markdown`, `html` (clean markup of what is kept), `cut`
    (the input's own bytes without its notices, with `strip='notices'`) and `blocks` (with their verdicts, in the record).
    `links` and `images` say whether those stand in Markdown and HTML.

    The GIL is released while it is read.
    """

def extract_batch(
    batch: pyarrow.RecordBatch,
    *,
    column: str = "html",
    url_column: str | None = None,
    url: str | None = None,
    format: Format = "auto",
    strip: Strip = "boilerplate",
    favor: Favor = "balanced",
    only: Iterable[Category] | None = None,
    without: Iterable[Category] | None = None,
    phrases: PhraseTable | None = None,
    comments: bool = True,
    tables: bool = True,
    keep: Iterable[str] | None = None,
    drop: Iterable[str] | None = None,
    language: str | None = None,
    encoding: str | None = None,
    max_bytes: int | None = None,
    also: Iterable[Output] | None = None,
    links: bool = True,
    images: bool = False,
) -> pyarrow.RecordBatch:
    """Reads the documents in a column of text or bytes, in place.

    Gives the other columns, and `text`, `title`, `byline`, `published`, `language` and `record`
    (the whole record as JSON), null where the page is, then `markdown`, `html` and `cut` as far as `also` names them.
    Columns of the names of new ones are replaced.

    All other arguments are those of `extract`. All documents are read: the filters of `read_warc` are none of them.
    """

def read_warc(
    archive: str | PathLike[str] | _Readable,
    *,
    source: str | None = None,
    mime: Iterable[str] | None = None,
    status: Iterable[str] | None = None,
    only_language: Iterable[str] | None = None,
    min_words: int | None = None,
    drop_if: Iterable[Reservation] | None = None,
    url: str | None = None,
    format: Format = "auto",
    strip: Strip = "boilerplate",
    favor: Favor = "balanced",
    only: Iterable[Category] | None = None,
    without: Iterable[Category] | None = None,
    phrases: PhraseTable | None = None,
    comments: bool = True,
    tables: bool = True,
    keep: Iterable[str] | None = None,
    drop: Iterable[str] | None = None,
    language: str | None = None,
    encoding: str | None = None,
    max_bytes: int | None = None,
    also: Iterable[Output] | None = None,
    links: bool = True,
    images: bool = False,
) -> Documents:
    """The documents of a WARC archive: plain, gzip or zstd, a path or an object with `read`.

    Filters are those of the command: without them, pages and texts with a status of 2xx.
    A damaged record is a document with `error`, or with the warning `truncated`.

    All other arguments are those of `extract`; `url` is that of records without an address.
    """

def _restored(
    json: str,
    record_id: str | None,
    date: str | None,
    markdown: str | None = None,
    html: str | None = None,
    cut: bytes | None = None,
) -> Document: ...
