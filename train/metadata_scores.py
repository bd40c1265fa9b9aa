#!/usr/bin/env python3
"""Scores titles, authors and dates against the gold of the sets, beside trafilatura.

    python3 train/metadata_scores.py --sets ../shared/sets --bin target/release/dechaff
    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install trafilatura==2.3.1 lxml_html_clean
    /tmp/peer/bin/python train/metadata_scores.py --sets ../shared/sets --peer
    ... --misses author      lists the pages where a field is wrong

Measured over the pages whose gold has the field. Titles are equal after Unicode's compatibility
form, white space and the shapes of quotes, dashes and ellipses are folded. Dates are equal by day
as written; "either" also counts the day of the last change, which some of the gold has instead of
the first. Authors are sets of names: credentials after a comma are no names; F1 of all names.
The gold has authors as one string on wcxb-dev, so all sides are cut into names by one rule."""

import argparse
import gzip
import json
import os
import re
import subprocess
import unicodedata

SETS = ("wcxb-dev", "fundus-dev")
FIELDS = ("title", "date", "either", "author")
SHAPES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
# Degrees and titles behind a name; what is written in capitals without a space counts as one too.
CREDENTIAL = re.compile(r"(ph\.?\s?d|m\.?\s?d|dr|esq|jr|sr|r\.?d|m\.?s|cfp)\.?[®]?|[A-Z.®-]{2,8}( [A-Z0-9]{2,5})?")

# What stands between names, in the languages of the sets.
BETWEEN = re.compile(r"\s*[,;|&]\s*(?:and\s+)?|\s+(?:and|und|et|og|och|y|en)\s+")


def title(value):
    """What of a title is compared."""
    value = unicodedata.normalize("NFKC", value or "").translate(SHAPES)
    return re.sub(r"\s+", " ", value).strip()


def day(value):
    """The day of a date, as written."""
    return (value or "")[:10]


def names(value):
    """The names in a byline, or in a list of them."""
    if not isinstance(value, list):
        value = [value or ""]
    found = set()
    for name in (part for whole in value for part in BETWEEN.split(whole)):
        name = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().strip(".")
        if name and not CREDENTIAL.fullmatch(name):
            found.add(name.lower().translate(SHAPES))
    return found


def gold_of(sets, name):
    """The gold records of a set by page."""
    with open(f"{sets}/{name}/gold.jsonl", encoding="utf-8") as file:
        return {record["id"]: record for record in map(json.loads, file)}


def ours(binary, folder, gold):
    """What the program says of each page."""
    pages = "".join(f"{folder}/pages/{page}.html.gz\n" for page in gold)
    command = [binary, "--quiet", "--to", "json", "--files-from", "-"]
    run = subprocess.run(command, input=pages.encode(), stdout=subprocess.PIPE, check=False)
    records = {}
    for line in run.stdout.decode().split("\n"):
        if line:
            record = json.loads(line)
            page = os.path.basename(record["source"]).removesuffix(".html.gz")
            records[page] = {
                "title": record["title"], "author": record["byline"],
                # The gold has one date a page; where only a change is dated, it is that.
                "date": record["published"] or record["modified"],
                "modified": record["modified"],
            }
    return records


def trafilatura(folder, gold):
    """What trafilatura says of each page."""
    from trafilatura.metadata import extract_metadata

    records = {}
    for page, record in gold.items():
        with gzip.open(f"{folder}/pages/{page}.html.gz") as file:
            found = extract_metadata(file.read(), default_url=record.get("url"))
        found = found.as_dict() if found else {}
        records[page] = {field: found.get(field) for field in FIELDS}
    return records


class Tally:
    """Right and wrong answers of one field."""

    def __init__(self):
        self.right = self.given = self.wanted = 0

    def f1(self):
        """Twice the right ones over those given and those wanted."""
        return 2 * self.right / max(1, self.given + self.wanted)

    def recall(self):
        """The right ones over those wanted."""
        return self.right / max(1, self.wanted)


def score(records, gold, misses):
    """A tally a field."""
    tallies = {field: Tally() for field in FIELDS}
    for page, wanted in gold.items():
        found = records.get(page, {})
        answers = {
            "title": ({title(wanted.get("title"))}, {title(found.get("title"))}),
            "date": ({day(wanted.get("date"))}, {day(found.get("date"))}),
            "either": ({day(wanted.get("date"))}, {day(found.get("date")), day(found.get("modified"))}),
            "author": (names(wanted.get("author")), names(found.get("author"))),
        }
        for field, (right, given) in answers.items():
            right, given = right - {""}, given - {""}
            if not right:
                continue
            tally = tallies[field]
            tally.right += len(right & given)
            tally.given += len(given)
            tally.wanted += len(right)
            if misses == field and right != given:
                print(f"{page}\t{sorted(right)}\t{sorted(given)}")
    return tallies


def main():
    """Reads the command line and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sets", default="../shared/sets")
    parser.add_argument("--bin", default="target/release/dechaff")
    parser.add_argument("--peer", action="store_true", help="trafilatura instead of the program")
    parser.add_argument("--misses", choices=FIELDS)
    args = parser.parse_args()
    print("| set | pages | title exact | date by day | either date | authors F1 |\n|---|---|---|---|---|---|")
    for name in SETS:
        folder, gold = f"{args.sets}/{name}", gold_of(args.sets, name)
        records = trafilatura(folder, gold) if args.peer else ours(args.bin, folder, gold)
        found = score(records, gold, args.misses)
        print(
            f"| {name} | {len(gold)} | {found['title'].recall():.3f} | {found['date'].recall():.3f}"
            f" | {found['either'].recall():.3f} | {found['author'].f1():.3f} |"
        )


if __name__ == "__main__":
    main()
