"""Scrapy: an item pipeline that puts the editorial text beside the page.

In the settings: `ITEM_PIPELINES = {"dechaff.engines.scrapy.DechaffPipeline": 300}`.
"""

from __future__ import annotations

from typing import Any

from itemadapter import ItemAdapter

import dechaff
from dechaff.engines.options import OUTPUTS, of_pages

FIELDS = {"text": "text", "title": "title"}


class DechaffPipeline:
    """Reads the page in one field of an item, and fills others.

    Settings: `DECHAFF_FIELD` (`html`) has the page, as bytes or text; `DECHAFF_FIELDS` says which
    fields get which part of the record, or which other output (`markdown`, `html`, `cut`, `blocks`), by default
    `{"text": "text", "title": "title"}` as far as the item has them; `DECHAFF_OPTIONS` go to `dechaff.extract`. Fields
    that hold more than None or an empty text stay as they are.
    """

    def __init__(self, field: str, fields: dict[str, str] | None, options: dict[str, Any]) -> None:
        self.field = field
        self.fields = fields or FIELDS
        self.must_fill = bool(fields)
        self.options = options

    @classmethod
    def from_crawler(cls, crawler: Any) -> DechaffPipeline:
        settings = crawler.settings
        options = settings.getdict("DECHAFF_OPTIONS")
        if "url" in options:
            raise ValueError("DECHAFF_OPTIONS: url is the item's own")
        if "also" in options:
            raise ValueError("DECHAFF_OPTIONS: also is what DECHAFF_FIELDS names")
        fields = settings.getdict("DECHAFF_FIELDS")
        unknown = set(fields.values()) - {*dechaff.extract("").to_dict(), "error", *OUTPUTS}
        if unknown:
            raise ValueError(f"DECHAFF_FIELDS: the record has no {', '.join(sorted(map(str, unknown)))}")
        field = settings.get("DECHAFF_FIELD", "html")
        if field in fields:
            raise ValueError(f"DECHAFF_FIELDS: {field} has the page (DECHAFF_FIELD)")
        also = [name for name in OUTPUTS if name in fields.values()]
        return cls(field, fields, of_pages({**options, "also": also}))

    def process_item(self, item: Any, spider: Any = None) -> Any:
        adapter = ItemAdapter(item)
        page = adapter.get(self.field)
        if page is None:
            return item
        document = dechaff.extract(page, url=adapter.get("url"), **self.options)
        record = document.to_dict()
        for field, name in self.fields.items():
            if adapter.get(field) in (None, ""):
                self._fill(adapter, field, getattr(document, name) if name in OUTPUTS else record.get(name))
        return item

    def _fill(self, adapter: ItemAdapter, field: str, value: Any) -> None:
        try:
            adapter[field] = value
        except KeyError:
            # An item with a fixed set of fields need not have all of the default's.
            if self.must_fill:
                raise
