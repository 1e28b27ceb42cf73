#!/usr/bin/env bash
# `rabbitgen review` against what the pull request, the merge queue or the push starts from, which rabbitgen finds in
# the variables and the event of the workflow.
set -euo pipefail
. "$GITHUB_ACTION_PATH/action/run-rabbitgen.sh"
cd -- "$DIRECTORY"

options=("--schemas=$SCHEMAS" "--mode=$MODE")
[ -z "$FAIL_ON" ] || options+=("--fail-on=$FAIL_ON")
# `read` splits and does nothing else; without quotes the shell would take it for patterns of files, too.
IFS=$' \t\n' read -r -d '' -a folders <<<"$CODE_FOLDERS" || true
for folder in ${folders[@]+"${folders[@]}"}; do options+=("--code=$folder"); done

review() {
  run_rabbitgen review review "${options[@]}" --format github \
    --format "markdown=$REPORTS/review.md" --format "json=$REPORTS/review.json"
}

# By default actions/checkout fetches one commit, and rabbitgen says by which command the base comes in. Taken from that
# message are a hash or a plain branch only, never an option. With the token that actions/checkout left, or none.
advised_fetch() {
  local name='[A-Za-z0-9._/-]+'
  grep -oE "git fetch --no-tags( --depth=1)? origin ([0-9a-f]{40,64}|\+refs/heads/$name:refs/remotes/origin/$name)" \
    "$REPORTS/review.stderr" | head -n 1 || true
}

review
if [ "$code" -eq 2 ]; then
  fetch=$(advised_fetch)
  if [ -n "$fetch" ]; then
    echo "$fetch"
    read -r -a words <<<"$fetch"
    if GIT_TERMINAL_PROMPT=0 "${words[@]}" 2>"$REPORTS/fetch.stderr"; then
      review
    else
      show_log "$REPORTS/fetch.stderr"
      annotate warning "The base could not be fetched. With \`fetch-depth: 0\` actions/checkout fetches it."
    fi
  fi
fi
cat "$REPORTS/review.stdout"
[ -e "$REPORTS/review.md" ] || could_not review "rabbitgen review"
