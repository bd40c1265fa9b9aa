"""datatrove: an extractor for its pipelines, in place of `Trafilatura`."""

from __future__ import annotations

from typing import Any, Literal, get_args

from datatrove.pipeline.extractors.base import BaseExtractor

import dechaff
from dechaff.engines.options import of_pages

Form = Literal["text", "markdown", "html"]


class Dechaff(BaseExtractor):
    """Extracts the editorial text of pages, in the form of `to`. `options` are those of `dechaff.extract`."""

    name = "⛏ Dechaff"
    _requires_dependencies = ["dechaff"]

    def __init__(self, timeout: float = 1, to: Form = "text", **options: Any) -> None:
        super().__init__(timeout)
        if to not in get_args(Form):
            raise ValueError(f"to: unknown value {to}")
        if "also" in options:
            raise ValueError("also: a document has one text, in the form of `to`")
        if "url" in options:
            raise ValueError("url: each page has its own, which datatrove does not hand over")
        if to != "text":
            options["also"] = [to]
        self.to = to
        self.options = of_pages(options)

    def extract(self, text: str) -> str:
        """The text of a page; empty if nothing is editorial."""
        document = dechaff.extract(text, **self.options)
        # HTML of nothing still has a head.
        return getattr(document, self.to) if (document.text or "").strip() else ""
