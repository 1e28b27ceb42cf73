#!/usr/bin/env bash
# Decides which rabbitgen the other steps run, and makes the folder for their reports.
set -euo pipefail
. "$GITHUB_ACTION_PATH/action/annotate.sh"

if ! command -v node >/dev/null; then
  annotate error "Node not found: run actions/setup-node before this action."
  exit 2
fi
if ! cd -- "$DIRECTORY"; then
  annotate error "Folder \"$DIRECTORY\" not found (working-directory): run actions/checkout before this action."
  exit 2
fi

reports=$(mktemp -d "$RUNNER_TEMP/rabbitgen.XXXXXX")

# The project's own: it is the one that made `generated/`.
installed() {
  local folder=$PWD
  while :; do
    if [ -x "$folder/node_modules/.bin/rabbitgen" ]; then
      echo "$folder/node_modules/.bin/rabbitgen"
      return
    fi
    [ -n "$folder" ] || return 0
    folder=${folder%/*}
  done
}

# From npm into a folder of its own. Not by `npx`, which hands arguments to a shell.
install() {
  npm install --prefix "$reports/npm" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund "rabbitgen@$1" >&2
  echo "$reports/npm/node_modules/.bin/rabbitgen"
}

if [ -n "$VERSION" ]; then
  # A version or a tag, and not the address of some other package.
  if [[ ! $VERSION =~ ^[0-9A-Za-z.^~+-]+$ ]]; then
    annotate error "\"$VERSION\" is not a version of rabbitgen."
    exit 2
  fi
  program=$(install "$VERSION")
else
  program=$(installed)
  if [ -z "$program" ]; then
    own=$(node -p 'require(process.argv[1]).version' "$GITHUB_ACTION_PATH/package.json")
    annotate notice "rabbitgen is not installed in this project; using version $own (to use the project's, run \`npm ci\` before this action)."
    program=$(install "$own")
  fi
fi

echo "rabbitgen $("$program" --version): $program"
{
  echo "program=$program"
  echo "reports=$reports"
} >>"$GITHUB_OUTPUT"
