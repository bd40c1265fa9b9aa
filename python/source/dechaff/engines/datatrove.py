"""datatrove: an extractor for its pipelines, in place of `Trafilatura`."""

from __future__ import annotations

from typing import Any

from datatrove.pipeline.extractors.base import BaseExtractor

import dechaff
from dechaff.engines.options import of_pages


class Dechaff(BaseExtractor):
    """Extracts the editorial text of pages. `options` are those of `dechaff.extract`."""

    name = "⛏ Dechaff"
    _requires_dependencies = ["dechaff"]

    def __init__(self, timeout: float = 1, **options: Any) -> None:
        super().__init__(timeout)
        self.options = of_pages(options)

    def extract(self, text: str) -> str:
        """The text of a page; empty if nothing is editorial."""
        return dechaff.extract(text, **self.options).text or ""
