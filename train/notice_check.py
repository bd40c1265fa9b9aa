#!/usr/bin/env python3
"""Checks the notice stage against fitting: leaks on domains whose own wording it has not seen.

    python3 train/notice_check.py --shared ../shared --bin target/release/dechaff
    python3 train/notice_check.py --shared ../shared --bin target/release/dechaff --leave-out

The first prints the share of labelled appeals that are left in the text, all and near the article, for
`--strip boilerplate` and `--strip notices`: by set, category, language and by two halves of the domains.
The second also finds the phrases of the tables that match labelled appeals of exactly one domain, leaves
them out in a copy of the crate, builds it and measures again. A phrase of one domain helps only there, so
leaving all of them out at once measures each domain without what only its own labels could suggest. It is a
lower bound: some of those phrases are common wording that the labels happen to hold once. The model of discourse, which is asked where a
page is left as text, is not left out: it is trained on the labels, too (train/discourse.py).

Labels of advertisements ("adblock" lines such as "Advertisement") are no notices by the program's terms and
are counted apart. Python 3.9 or later, nothing to install; the scoring rule is that of eval/score_appeals.py."""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from domains import domain

SETS = ("fundus-dev", "wcxb-dev", "trafilatura")
MODES = ("boilerplate", "notices")
# Blocks from the article within which a line is near; score_appeals.py has the same.
NEAR = 12
# What is left of an advertisement's label once its numbers are off.
AD_LABEL = re.compile(
    r"(?i)^\W*(advertisement|sponsored|anzeige|werbung|reklame?a?|reklam|publicit[ée]|pubblicit[àa]|annonse?|annonce"
    r"|article continues below|story continues below)\b.{0,40}$"
)
# Scripts that write without spaces: a phrase may begin anywhere.
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# What may stand at the ~ of a phrase, nearly as src/phrases/gap.rs has it.
GAP = r"[^.!?:;\n]{0,48}?"


def half(name):
    """A or B, by the name of a domain alone."""
    return "AB"[hashlib.sha256(name.encode()).digest()[0] & 1]


def read_labels(shared):
    """The labelled lines of all sets, each with its set and domain."""
    rows = []
    for name in SETS:
        gold = open(shared / "sets" / name / "gold.jsonl", encoding="utf-8")
        urls = {row["id"]: row.get("url") or row["id"] for row in map(json.loads, gold)}
        for row in map(json.loads, open(shared / "appeals" / f"{name}.jsonl", encoding="utf-8")):
            row["domain"] = domain(urls.get(row["page"], "")) or row["page"]
            rows.append(row)
    return rows


def is_appeal(row):
    return row["category"] not in ("editorial", "other-boilerplate") and not row["in_gold"]


def run(binary, shared, mode):
    """The text of every page of the sets, by set and page."""
    texts = {}
    for name in SETS:
        pages = sorted((shared / "sets" / name / "pages").iterdir())
        command = [binary, "--strip", mode, "--to", "json", "--files-from", "-"]
        listed = ("\n".join(map(str, pages)) + "\n").encode()
        done = subprocess.run(command, input=listed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            if line.strip():
                record = json.loads(line)
                page = re.sub(r"\.html(\.gz)?$", "", os.path.basename(record["source"]))
                texts[name, page] = record.get("text") or ""
    return texts


def measure(rows, texts, output_type):
    """Counts of lines and leaks by group."""
    cache, counts = {}, defaultdict(lambda: [0, 0])
    for row in rows:
        key = row["set"], row["page"]
        if key not in cache:
            cache[key] = output_type(texts.get(key, ""))
        is_left = cache[key].has(row["text"])
        if row["category"] == "editorial":
            groups = ["look-alikes lost"]
            is_left = not is_left
        elif not is_appeal(row):
            continue
        elif AD_LABEL.match(row["text"]):
            groups = ["advertisement labels"]
        else:
            is_near = not row["hidden"] and row.get("dist") is not None and row["dist"] <= NEAR
            names = [row["set"], "category " + row["category"], "language " + row["lang"], "domains " + half(row["domain"])]
            groups = ["all", *names] + ([f"near {name}" for name in ["all", *names[:1], names[3]]] if is_near else [])
        for group in groups:
            counts[group][0] += is_left
            counts[group][1] += 1
    return counts


def fold(text):
    """Lower case without accents, straight apostrophes, single spaces: as the tables are matched."""
    text = unicodedata.normalize("NFD", text.replace("’", "'").lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", text).split())


def phrases_of_one_domain(tables, rows):
    """The lines of each table that match the labelled appeals of exactly one domain, and counts."""
    by_domain = defaultdict(list)
    for row in filter(is_appeal, rows):
        by_domain[row["domain"]].append(fold(row["text"]))
    joined = {name: "\n".join(texts) for name, texts in by_domain.items()}
    single, counts = defaultdict(set), {}
    for table in sorted(tables.glob("*.txt")):
        count = Counter()
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            phrase = line.split("\t")[2]
            stem = fold(phrase.rstrip("*"))
            start = "" if UNSPACED.match(stem) else r"(?<!\w)"
            end = "" if phrase.endswith("*") or UNSPACED.match(stem[-1]) else r"(?!\w)"
            head, *tail = map(re.escape, stem.split(" ~ "))
            pattern = re.compile(start + GAP.join([head, *tail]) + end)
            first = stem.split(" ~ ")[0]
            found = sum(first in text and bool(pattern.search(text)) for text in joined.values())
            count["phrases"] += 1
            count["none" if not found else "one" if found == 1 else "more"] += 1
            if found == 1:
                single[table.name].add(line)
        counts[table.stem] = count
    return single, counts


def build_without(crate, single):
    """Builds a copy of the crate whose tables lack the given lines; gives the program's path."""
    copy = Path(tempfile.mkdtemp(prefix="notice-check-"))
    shutil.copytree(crate, copy / "crate", ignore=shutil.ignore_patterns("target", ".git", "corpus"))
    for name, lines in single.items():
        table = copy / "crate" / "src" / "tables" / "phrases" / name
        kept = [line for line in table.read_text(encoding="utf-8").splitlines() if line not in lines]
        table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    subprocess.run(["cargo", "build", "--release", "--quiet", "--bin", "dechaff"], cwd=copy / "crate", check=True)
    return copy, copy / "crate" / "target" / "release" / "dechaff"


def show(title, modes):
    print(title)
    for group in sorted({group for counts in modes.values() for group in counts}):
        cells = []
        for mode in MODES:
            left, of = modes[mode].get(group, (0, 0))
            cells.append(f"{100 * left / of:5.1f} % of {of:<4}" if of else "            ")
        print(f"  {group:<28}" + "   ".join(cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--leave-out", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(options.shared / "eval"))
    from score_appeals import Output

    rows = read_labels(options.shared)
    figures = lambda binary: {mode: measure(rows, run(binary, options.shared, mode), Output) for mode in MODES}
    show("left in the text: --strip boilerplate, --strip notices", figures(options.bin))
    crate = Path(__file__).resolve().parent.parent
    single, counts = phrases_of_one_domain(crate / "src" / "tables" / "phrases", rows)
    print("\nphrases of a table, and how many match labelled appeals of no, one, more domains")
    for table, count in counts.items():
        print(f"  {table:<4}{count['phrases']:>5}{count['none']:>6}{count['one']:>6}{count['more']:>6}")
    if options.leave_out:
        copy, binary = build_without(crate, single)
        try:
            left_out = sum(map(len, single.values()))
            show(f"\nwithout the {left_out} phrases of one domain", figures(str(binary)))
        finally:
            shutil.rmtree(copy)


if __name__ == "__main__":
    main()
