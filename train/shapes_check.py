#!/usr/bin/env python3
"""Checks the notice stage on the texts of corpus/texts.jsonl in other shapes than theirs.

    python3 train/shapes_check.py --bin target/release/dechaff

First as people wrap and set them: in lines of so many columns, as items, quoted. Then, of the texts that check the models, those
without a plea with one planted: two of their paragraphs become one, with the plea between them. Most of these texts are look-alikes
(articles about appeals, letters, guides), so it is harder than what a newspaper does. Neither is for training."""

import argparse
import json
import random
import textwrap
from collections import Counter

from blind_check import TEXTS, check_set, folded, texts_of

# Without spaces between words lines are wrapped in another way.
UNSPACED = ("ja", "zh", "ko", "th")
# Words in a row by which a part of a plea is found again.
PIECE = 6
MIN_PARAGRAPH_LEN = 120

PLEAS = {
    "en": [
        "Please donate to support our journalism.",
        "Please donate to support our journalism. Thank you!",
        "Please donate now. You can give as much as you like. We are grateful for every pound.",
        "Sign up for our newsletter. You can leave at any time.",
        "Subscribe to our newsletter for more of this. We send it on Fridays.",
        "You read this for free. Please support us with a donation today.",
    ],
    "de": [
        "Bitte unterstützen Sie unseren Journalismus mit einer Spende.",
        "Bitte unterstützen Sie unseren Journalismus mit einer Spende. Vielen Dank!",
        "Abonnieren Sie unseren Newsletter. Sie können sich jederzeit abmelden.",
        "Sie lesen diesen Text kostenlos. Bitte unterstützen Sie uns mit einer Spende.",
    ],
    "fr": [
        "Abonnez-vous à notre newsletter pour soutenir notre journalisme.",
        "Faites un don pour soutenir notre journalisme. Merci !",
        "Inscrivez-vous à notre newsletter. Vous pouvez vous désinscrire à tout moment.",
        "Vous lisez cet article gratuitement. Soutenez-nous en faisant un don.",
    ],
    "es": [
        "Suscríbase a nuestro boletín y apoye nuestro periodismo con una donación.",
        "Haga una donación para apoyar nuestro periodismo. ¡Gracias!",
        "Suscríbase a nuestro boletín. Puede darse de baja cuando quiera.",
        "Usted lee este artículo gratis. Apóyenos con una donación.",
    ],
}


def wrap(paragraph, first="", rest="", columns=72):
    return textwrap.fill(
        paragraph, columns, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


SHAPES = {
    "a line each": "\n\n".join,
    "72 columns": lambda paragraphs: "\n\n".join(map(wrap, paragraphs)),
    "60 columns": lambda paragraphs: "\n\n".join(wrap(it, columns=60) for it in paragraphs),
    "72, no line between": lambda paragraphs: "\n".join(map(wrap, paragraphs)),
    "72, first line set in": lambda paragraphs: "\n".join(wrap(it, "   ") for it in paragraphs),
    "below a title each": lambda paragraphs: "\n\n".join(f"Part {n}\n{it}" for n, it in enumerate(paragraphs)),
    "the same, 72": lambda paragraphs: "\n\n".join(f"Part {n}\n{wrap(it)}" for n, it in enumerate(paragraphs)),
    "items": lambda paragraphs: "\n".join(f"- {it}" for it in paragraphs),
    "items, 72": lambda paragraphs: "\n".join(wrap(it, "- ", "  ") for it in paragraphs),
    "quoted mail, 72": lambda paragraphs: "\n>\n".join(wrap(it, "> ", "> ") for it in paragraphs),
}


def unquoted(text):
    return "\n".join(line.lstrip(">") for line in text.split("\n"))


def has_piece(paragraph, text):
    words = paragraph.split()
    places = range(max(1, len(words) - PIECE + 1))
    return any(" ".join(words[at : at + PIECE]) in text for at in places)


def check_shapes(command):
    texts = map(json.loads, TEXTS.read_text(encoding="utf-8").splitlines())
    texts = [text for text in texts if text["lang"] not in UNSPACED]
    print(f"{'shape':24}{'pleas gone':>16}{'in part':>9}{'others damaged':>20}")
    for name, shape in SHAPES.items():
        count = Counter()
        for text, left in zip(texts, texts_of(command, [shape(text["paragraphs"]) for text in texts])):
            left = folded(unquoted(left))
            for number, paragraph in enumerate(map(folded, text["paragraphs"])):
                is_plea = number in text["plea"]
                is_there = paragraph in left
                count["pleas" if is_plea else "others"] += 1
                count["in part"] += is_plea and not is_there and has_piece(paragraph, left)
                count["gone"] += is_plea and not is_there and not has_piece(paragraph, left)
                count["damaged"] += not is_plea and not is_there
        gone, damaged = f"{count['gone']} of {count['pleas']}", f"{count['damaged']} of {count['others']}"
        print(f"{name:24}{gone:>16}{count['in part']:>9}{damaged:>20}")


def planted(chance):
    """Texts with a plea inside a paragraph: the language, the text, the plea and what stands around it."""
    for text in check_set():
        paragraphs = text["paragraphs"]
        is_long = [len(it) > MIN_PARAGRAPH_LEN for it in paragraphs]
        places = [at for at in range(len(paragraphs) - 1) if is_long[at] and is_long[at + 1]]
        if text["plea"] or not places:
            continue
        at = chance.choice(places)
        for plea in PLEAS.get(text["lang"], []):
            joined = " ".join([paragraphs[at], plea, paragraphs[at + 1]])
            yield text["lang"], "\n\n".join([*paragraphs[:at], joined, *paragraphs[at + 2 :]]), plea, paragraphs[at : at + 2]


def check_planted(command):
    rows = list(planted(random.Random(3)))
    counts = {language: Counter() for language in PLEAS}
    for (language, _, plea, around), left in zip(rows, texts_of(command, [row[1] for row in rows])):
        left, count = folded(left), counts[language]
        stays = [folded(it) in left for it in around]
        count["texts"] += 1
        count["right"] += all(stays) and not any(sentence in left for sentence in plea.split(". "))
        count["lost"] += not any(stays)
        count["damaged"] += any(stays) and not all(stays)
        count["left"] += plea in left
    print("\na plea inside a paragraph")
    for language, count in counts.items():
        of = " of ".join([str(count["right"]), str(count["texts"])])
        print(f"{language}: {of} right, {count['lost']} paragraphs lost, {count['damaged']} damaged, {count['left']} pleas left")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    command = [parser.parse_args().bin]
    check_shapes(command)
    check_planted(command)


if __name__ == "__main__":
    main()
