# shellcheck shell=bash
# Sourced by the steps that run rabbitgen.
. "$GITHUB_ACTION_PATH/action/annotate.sh"

# run_rabbitgen NAME ARGUMENT…: leaves NAME.stdout, NAME.stderr, NAME.code, and the exit code in `code`. Never fails
# itself, so that the summary and the comment are written whatever comes out.
run_rabbitgen() {
  local name=$1
  shift
  code=0
  "$RABBITGEN" "$@" >"$REPORTS/$name.stdout" 2>"$REPORTS/$name.stderr" || code=$?
  show_log "$REPORTS/$name.stderr"
  echo "$code" >"$REPORTS/$name.code"
}

# could_not NAME WHAT: the report of a run that failed to run and wrote none; its first line is the marker that
# rabbitgen's own reports have.
could_not() {
  local said="$REPORTS/$1.said"
  cat "$REPORTS/$1.stderr" "$REPORTS/$1.stdout" >"$said"
  annotate error "$2 failed to run: $(grep -v '^[[:space:]]*$' "$said" | tail -n 1 || true)"
  {
    printf '<!-- rabbitgen %s -->\n❌ **%s failed to run:**\n\n' "$1" "$2"
    excerpt "$said"
  } >"$REPORTS/$1.md"
}
