# Sourced by the scripts beside it, in the project's folder: $work, with a Python that has what training needs.
work=target/train
mkdir -p "$work"
[ -d "$work/venv" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --requirement train/requirements.txt
