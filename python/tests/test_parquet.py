"""Parquet that the command writes is read as its records by the reader that most others build on."""

import json
import subprocess

import pyarrow as pa
import pyarrow.parquet as pq

NESTED = ["access", "tdm", "removed", "encoding", "warnings", "blocks", "fields"]


def test_rows_are_the_records(tmp_path):
    lines = [json.dumps({"id": n, "html": f"<title>Ferry {n}</title><p>The ferry {n} – “Ebba” – lies in dock."}) for n in range(200)]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join([*lines, '{"id": 7}']))
    out = tmp_path / "out.parquet"
    subprocess.run(["dechaff", "-q", source, "-o", out], check=False)
    table = pq.read_table(out)
    assert table.schema.field("text").type == pa.string()
    assert table.schema.field("http_status").type == pa.int32()
    records = subprocess.run(["dechaff", "-q", "--to", "json", source], check=False, capture_output=True).stdout
    rows = table.to_pylist()
    expected = [json.loads(line) for line in records.splitlines()]
    assert len(rows) == len(expected) == 201
    for row, record in zip(rows, expected):
        for name in NESTED:
            row[name] = row[name] and json.loads(row[name])
        # A key that the record leaves out is null.
        assert row == {**dict.fromkeys(table.column_names), **record}
