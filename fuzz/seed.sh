#!/bin/sh
# Fills fuzz/corpus/TARGET from fuzz/seeds and corpus/cases: whole pages, and pieces of 4 kB, in
# which the fuzzer finds more a second.
set -eu
cd "$(dirname "$0")"
for target in html text chunking differential outputs cutting archive lines tables selectors; do
    folder=corpus/$target
    mkdir -p "$folder"
    cp seeds/* "$folder"
    for page in ../corpus/cases/*/page.html ../corpus/cases/*/input.txt; do
        [ -f "$page" ] || continue
        name=$(basename "$(dirname "$page")")
        cp "$page" "$folder/$name"
        split -b 4096 -a 3 "$page" "$folder/$name."
    done
done
