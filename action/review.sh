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

review
# By default actions/checkout fetches one commit, and the review says as data by which command the base comes in; then,
# where the schemas are in a submodule, that submodule's. It is run as a list of words, with the token that
# actions/checkout left, or none.
for _ in 1 2 3; do
  [ "$code" -eq 2 ] || break
  words=()
  while IFS= read -r -d '' word; do words+=("$word"); done \
    < <(node "$GITHUB_ACTION_PATH/action/needed-fetch.mjs" "$REPORTS/review.json")
  [ "${#words[@]}" -gt 0 ] || break
  printf 'git %s\n' "${words[*]}" >"$REPORTS/fetch.command"
  show_log "$REPORTS/fetch.command"
  if ! GIT_TERMINAL_PROMPT=0 git "${words[@]}" 2>"$REPORTS/fetch.stderr"; then
    show_log "$REPORTS/fetch.stderr"
    annotate warning "The base could not be fetched. Set \`fetch-depth: 0\` for actions/checkout."
    break
  fi
  review
done
cat "$REPORTS/review.stdout"
[ -e "$REPORTS/review.md" ] || could_not review "rabbitgen review"
