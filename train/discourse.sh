#!/usr/bin/env bash
# Makes the model of discourse again, from corpus/texts.jsonl and ../shared, with the tables of diction as they are. What the
# program keeps of pages without a gold text counts as editorial, so a second run can differ in a few numbers.
#
#   train/discourse.sh       src/tables/discourse.txt
#   train/discourse.sh cv    what models find that have not seen a writer's texts or a page's domain; changes nothing
#
# Installs what it needs into target/train. Without the build half a minute of one core; cv: two minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
. train/venv.sh
cargo build --release --bin dechaff --example discourse
exec "$work/venv/bin/python" train/discourse.py "${1:-ship}"
