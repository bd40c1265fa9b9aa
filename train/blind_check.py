#!/usr/bin/env python3
"""Checks the notice stage on texts that nobody had seen when its tables were written.

    python3 train/blind_check.py --bin target/release/dechaff
    python3 train/blind_check.py --bin target/release/dechaff --misses

corpus/blind.jsonl has appeals and editorial look-alikes in 38 languages, written for the project by people
who knew neither the tables nor the code. Each is read alone, as the middle paragraph of a plain text of three:
no markup, no place and no other notice helps. Half A has been looked at since, and phrases were added for it;
of half B only the counts are known, so it says how the next unseen text will fare. Part C is by eight others, a
third of it on purpose without any stock phrase, of more kinds (dismiss labels alone, which no program can know to be one);
phrases were written beside texts of the same hands, but for English, where other hands wrote those. Part D is editorial
paragraphs that hostile readers wrote around the phrases to have them lost; all of it may be read. --misses prints what went
wrong in half A and part D: do not look at the others. Part E is by two more: English, and the 13 languages that the others lack; phrases for
those were written by other hands at the same time.

corpus/pages.jsonl has 71 whole pages in 27 languages by three more such people, with the lines that have to go and those that have to stay. They may be
read; --misses prints what went wrong there, too.

corpus/texts.jsonl has whole plain texts in 34 languages, four in ten of them with a plea, most of these without stock phrases. The model of discourse
is trained on them (train/discourse.py) but for the 932 texts of twenty hands, all called "check", which are counted here; how many of
those without a plea stay whole; and what these lose, in four languages, when a stock plea stands in their middle or at their end."""

import argparse
import json
import subprocess
from collections import Counter
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
# A stock plea of each language that is planted.
STOCK = {
    "en": "Please donate to support our journalism.",
    "de": "Bitte unterstützen Sie unseren Journalismus mit einer Spende.",
    "fr": "Abonnez-vous à notre newsletter pour soutenir notre journalisme.",
    "es": "Suscríbase a nuestro boletín y apoye nuestro periodismo con una donación.",
}
SET, PAGES, TEXTS = CORPUS / "blind.jsonl", CORPUS / "pages.jsonl", CORPUS / "texts.jsonl"


def texts_of(command, documents, field="text"):
    """What is left of each document: a text or, with `field` "html", a page."""
    lines = "\n".join(json.dumps({field: text}) for text in documents).encode()
    command = [*command, "--quiet", "--from", "jsonl", "--field", field, "--to", "json", "-"]
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=False)
    return [json.loads(line)["text"] or "" for line in done.stdout.decode().splitlines()]


def folded(text):
    """The text with single spaces."""
    return " ".join(text.split())


def check_pages(command, prints_misses):
    """Prints how many lines of the pages came out right."""
    pages = [json.loads(line) for line in PAGES.read_text(encoding="utf-8").splitlines()]
    right, all_of = Counter(), Counter()
    for page, text in zip(pages, map(folded, texts_of(command, [page["html"] for page in pages], "html"))):
        for kind, stays in (("must_go", False), ("must_stay", True)):
            for line in page[kind]:
                is_right = (folded(line) in text) == stays
                all_of[kind] += 1
                right[kind] += is_right
                if prints_misses and not is_right:
                    print(f"{page['lang']}\tpage\t{kind}\t{line}")
    cells = (f"{right[kind]} of {all_of[kind]}" for kind in ("must_go", "must_stay"))
    print("{:8}{:>16}{:>20}".format("pages", *cells))


def check_set():
    """The whole texts that no model has been trained on."""
    texts = map(json.loads, TEXTS.read_text(encoding="utf-8").splitlines())
    return [text for text in texts if text["hand"] == "check"]


def check_planted(command):
    """Prints how many paragraphs of texts without a plea are lost where a stock plea stands in them."""
    texts = [text for text in check_set() if not text["plea"] and text["lang"] in STOCK]
    for place, at_end in (("middle", False), ("end", True)):
        documents = []
        for text in texts:
            paragraphs = list(text["paragraphs"])
            paragraphs.insert(len(paragraphs) if at_end else len(paragraphs) // 2, STOCK[text["lang"]])
            documents.append("\n\n".join(paragraphs) + "\n")
        kept = list(map(folded, texts_of(command, documents)))
        lost = sum(folded(paragraph) not in left for text, left in zip(texts, kept) for paragraph in text["paragraphs"])
        gone = sum(STOCK[text["lang"]] not in left for text, left in zip(texts, kept))
        count = sum(len(text["paragraphs"]) for text in texts)
        print(f"a stock plea at the {place}: {gone} of {len(texts)} go, {lost} of {count} other paragraphs are lost")


def check_texts(command, prints_misses):
    """Prints how many paragraphs of the whole texts came out right that no model has seen."""
    texts = check_set()
    documents = ["\n\n".join(text["paragraphs"]) + "\n" for text in texts]
    right, all_of = Counter(), Counter()
    for text, left in zip(texts, map(folded, texts_of(command, documents))):
        if not text["plea"]:
            all_of["whole"] += 1
            right["whole"] += all(folded(paragraph) in left for paragraph in text["paragraphs"])
        for index, paragraph in enumerate(text["paragraphs"]):
            is_plea = index in text["plea"]
            is_right = (folded(paragraph) in left) != is_plea
            all_of[is_plea] += 1
            right[is_plea] += is_right
            if prints_misses and not is_right:
                print(f"{text['lang']}\ttext\t{'must_go' if is_plea else 'must_stay'}\t{paragraph}")
    cells = (f"{right[is_plea]} of {all_of[is_plea]}" for is_plea in (True, False))
    print("{:8}{:>16}{:>20}".format("texts", *cells))
    print(f"texts without a plea that stay whole: {right['whole']} of {all_of['whole']}")


def main():
    """Reads the command line and prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/release/dechaff")
    parser.add_argument("--misses", action="store_true", help="print what went wrong in half A, part D and the pages")
    parser.add_argument("--favor", default="balanced", choices=["precision", "balanced", "recall"])
    options = parser.parse_args()
    command = [options.bin, "--favor", options.favor]

    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    frames = {row["lang"]: row["text"] for row in rows if row["kind"] == "frame"}
    rows = [row for row in rows if row["kind"] != "frame"]
    documents = ["\n\n".join([frames[row["lang"]], row["text"], frames[row["lang"]]]) + "\n" for row in rows]
    right, all_of = Counter(), Counter()
    for row, text in zip(rows, texts_of(command, documents)):
        is_right = (row["text"] in text) == (row["kind"] == "lookalike")
        for group in (f"half {row['half']}", row["lang"]):
            all_of[group, row["kind"]] += 1
            right[group, row["kind"]] += is_right
        if options.misses and not is_right and row["half"] in "AD":
            print(f"{row['lang']}\t{row['kind']}\t{row['category']}\t{row['text']}")
    print(f"{'':8}{'appeals gone':>16}{'look-alikes kept':>20}")
    for group in [*(f"half {half}" for half in "ABCDE"), *frames]:
        cells = (f"{right[group, kind]} of {all_of[group, kind]}" for kind in ("appeal", "lookalike"))
        print("{:8}{:>16}{:>20}".format(group, *cells))
    check_pages(command, options.misses)
    check_texts(command, options.misses)
    check_planted(command)


if __name__ == "__main__":
    main()
