"""Strips boilerplate, paywall notices and appeals from pages and texts.

>>> import dechaff
>>> dechaff.extract("<nav>Home</nav><p>The harbour stays closed until Friday.</p>").text
'The harbour stays closed until Friday.\\n'
"""

from ._dechaff import Document, Documents, __version__, extract, extract_batch, read_warc

__all__ = ["Document", "Documents", "__version__", "extract", "extract_batch", "read_warc"]
