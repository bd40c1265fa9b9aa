#!/usr/bin/env bash
# Makes the tables of diction again, from corpus/diction and ../shared/sets. What the program keeps of pages without a gold text is part of
# the background, so a second run with new tables differs in a few weights.
#
#   train/diction.sh [LANGUAGE...]        src/tables/diction/LANGUAGE.txt, of all languages or of these
#   train/diction.sh check [LANGUAGE...]  what tables of half of the background find in texts that they have not seen;
#                                         changes nothing
#
# Installs what it needs into target/train. About five minutes of one core.
set -euo pipefail
cd "$(dirname "$0")/.."
. train/venv.sh
cargo build --release --bin dechaff --example words
exec "$work/venv/bin/python" train/diction.py "$@"
