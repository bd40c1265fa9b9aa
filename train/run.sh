#!/usr/bin/env bash
# Makes the model of editorial text again, from ../shared/sets: the same file on the same machine.
#
#   train/run.sh        features, training, src/tables/model.txt and the fixture of its test
#   train/run.sh cv     features, nested cross-validation; changes nothing
#
# Installs what it needs into target/train. About five minutes of one core; cv: half an hour.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1-}" in
    "" | cv) ;;
    *) sed -n '2,7s/^# \{0,1\}//p' train/run.sh; exit 2 ;;
esac
. train/venv.sh
for set in wcxb-dev fundus-dev trafilatura; do
    cargo run --release --example features -- "../shared/sets/$set/pages" "$work/$set"
done
cargo run --release --example features -- corpus/cases "$work/corpus"
if [ "${1-}" = cv ]; then
    exec "$work/venv/bin/python" train/train.py "$work" ../shared/sets cv --nested
fi
"$work/venv/bin/python" train/train.py "$work" ../shared/sets ship src/tables/model.txt tests/fixtures/model.tsv
