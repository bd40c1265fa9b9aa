"""Strips boilerplate, paywall notices and appeals from pages and texts.

>>> import dechaff
>>> dechaff.extract("<nav>Home</nav><p>The harbour stays closed until Friday.</p>").text
'The harbour stays closed until Friday.\\n'
"""

from ._dechaff import Document, Documents, PhraseTable, __version__, extract, extract_batch, read_warc
from ._values import Category, Counts, Favor, Format, Output, Reservation, Strip

__all__ = [
    "Category", "Counts", "Document", "Documents", "Favor", "Format", "Output", "PhraseTable", "Reservation", "Strip",
    "__version__", "extract", "extract_batch", "read_warc",
]
