"""Scrapy: an item pipeline that puts the editorial text beside the page.

In the settings: `ITEM_PIPELINES = {"dechaff.engines.scrapy.DechaffPipeline": 300}`.
"""

from __future__ import annotations

from typing import Any

from itemadapter import ItemAdapter

import dechaff


class DechaffPipeline:
    """Reads the page in one field of an item, and fills others.

    Settings: `DECHAFF_FIELD` (`html`) has the page, as bytes or text; `DECHAFF_FIELDS` says which
    fields get which part of the record, by default `{"text": "text", "title": "title"}`;
    `DECHAFF_OPTIONS` go to `dechaff.extract`. Fields that are filled stay as they are.
    """

    def __init__(self, field: str, fields: dict[str, str], options: dict[str, Any]) -> None:
        self.field = field
        self.fields = fields
        self.options = options

    @classmethod
    def from_crawler(cls, crawler: Any) -> DechaffPipeline:
        settings = crawler.settings
        return cls(
            settings.get("DECHAFF_FIELD", "html"),
            settings.getdict("DECHAFF_FIELDS") or {"text": "text", "title": "title"},
            settings.getdict("DECHAFF_OPTIONS"),
        )

    def process_item(self, item: Any, spider: Any = None) -> Any:
        adapter = ItemAdapter(item)
        page = adapter.get(self.field)
        if page is None:
            return item
        record = dechaff.extract(page, url=adapter.get("url"), **self.options).to_dict()
        for field, name in self.fields.items():
            if adapter.get(field) is None:
                adapter[field] = record[name]
        return item
