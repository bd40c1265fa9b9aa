import pytest
import ray
from conftest import page, text

from dechaff.engines import ray as engine


@pytest.fixture(scope="module", autouse=True)
def cluster():
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def test_archives(archives):
    rows = engine.read(archives).take_all()
    expected = {f"http://a.example/{number}": text(number) for number in range(400)}
    assert {row["url"]: row["text"] for row in rows} == expected


def test_columns():
    pages = ray.data.from_items([{"id": number, "html": page(number)} for number in range(10)])
    rows = engine.extract(pages).take_all()
    assert sorted((row["id"], row["text"]) for row in rows) == [(n, text(n)) for n in range(10)]
