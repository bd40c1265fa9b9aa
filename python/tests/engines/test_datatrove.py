import gzip
import json

import pytest
from conftest import page, text
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.writers import JsonlWriter

import dechaff
from dechaff.engines.datatrove import Dechaff


def test_a_pipeline(tmp_path):
    documents = [Document(text=page(number), id=str(number)) for number in range(20)]
    steps = [documents, Dechaff(timeout=30), JsonlWriter(str(tmp_path / "out"))]
    LocalPipelineExecutor(pipeline=steps, logging_dir=str(tmp_path / "logs")).run()
    rows = []
    for path in (tmp_path / "out").glob("*.jsonl.gz"):
        rows += [json.loads(line) for line in gzip.open(path, "rt")]
    assert {int(row["id"]): row["text"].strip() for row in rows} == {n: text(n).strip() for n in range(20)}


def test_the_text_can_have_markup():
    for form in ["markdown", "html"]:
        extractor = Dechaff(to=form, links=False)
        assert extractor.extract(page(1)) == getattr(dechaff.extract(page(1), also=[form]), form)
        assert extractor.extract("") == extractor.extract(" \n ") == ""
    assert Dechaff(to="text").extract(page(1)) == text(1)
    for wrong in [{"to": "cut"}, {"also": ["html"]}, {"url": "http://a.example/"}]:
        with pytest.raises(ValueError, match=next(iter(wrong))):
            Dechaff(**wrong)


def test_a_wrong_option_is_told_where_it_is_written():
    with pytest.raises(TypeError, match="favour"):
        Dechaff(favour="precision")
    # It lasts for more than one document.
    extractor = Dechaff(only=iter(["cookie"]))
    appeal = "The ferry stays in dock until Friday.\n\nSubscribe to our newsletter.\n"
    assert extractor.extract(appeal) == extractor.extract(appeal) == appeal
