#!/usr/bin/env bash
# Writes the step summary, the text of the comment, and the outputs.
set -euo pipefail
cd -- "$REPORTS"

failed=false
for name in review lint generated; do
  # A check that was not asked for has no report.
  [ -e "$name.code" ] || continue
  { cat "$name.md" && echo; } >>"$GITHUB_STEP_SUMMARY"
  [ "$(cat "$name.code")" = 0 ] || failed=true
done

# The comment is the review, with a line for what else failed; the review leaves some 500 characters for that.
{
  cat review.md
  for name in lint generated; do
    [ -e "$name.code" ] || continue
    [ "$(cat "$name.code")" = 0 ] || printf '\n%s\n' "$(sed -n 2p "$name.md")"
  done
} >comment.md

# A review that failed to run has a JSON that says why, and no findings.
if [ "$(cat review.code 2>/dev/null)" = 2 ]; then rm -f review.json; fi

{
  echo "failed=$failed"
  echo "errors=$(node -p '
    const count = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")).counts.error : 0);
    count("lint.json") + count("review.json")')"
  if [ -e review.json ]; then echo "report=$REPORTS/review.json"; fi
} >>"$GITHUB_OUTPUT"
