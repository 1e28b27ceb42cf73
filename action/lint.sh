#!/usr/bin/env bash
# `rabbitgen lint`, with annotations on standard output.
set -euo pipefail
. "$GITHUB_ACTION_PATH/action/run-rabbitgen.sh"
cd -- "$DIRECTORY"

options=("--schemas=$SCHEMAS")
[ -z "$FAIL_ON" ] || options+=("--fail-on=$FAIL_ON")

run_rabbitgen lint lint "${options[@]}" --format github --format "markdown=$REPORTS/lint.md" --format "json=$REPORTS/lint.json"
cat "$REPORTS/lint.stdout"
[ -e "$REPORTS/lint.md" ] || could_not lint "rabbitgen lint"
