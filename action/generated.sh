#!/usr/bin/env bash
# `rabbitgen generate --check`: is the committed SDK what the schemas say?
set -euo pipefail
. "$GITHUB_ACTION_PATH/action/run-rabbitgen.sh"
cd -- "$DIRECTORY"

options=("--schemas=$SCHEMAS" "--out=$GENERATED")
[ -z "$SERVICE" ] || options+=("--service=$SERVICE")
run_rabbitgen generated generate --check "${options[@]}"
show_log "$REPORTS/generated.stdout"

case $code in
0)
  printf '<!-- rabbitgen generated -->\n✅ **The generated SDK is up to date**\n' >"$REPORTS/generated.md"
  ;;
1)
  # The last line is the verdict; those before it name the files.
  sed '$d' "$REPORTS/generated.stdout" >"$REPORTS/generated.files"
  mend="rabbitgen generate"
  [ "$SCHEMAS" = schemas ] || mend+=" --schemas $(printf %q "$SCHEMAS")"
  [ "$GENERATED" = generated ] || mend+=" --out $(printf %q "$GENERATED")"
  [ -z "$SERVICE" ] || mend+=" --service $(printf %q "$SERVICE")"
  verdict="The generated SDK is out of date. Run \`$mend\` and commit the result."
  annotate error "$verdict"$'\n'"$(sed -n 1,20p "$REPORTS/generated.files")"
  {
    printf '<!-- rabbitgen generated -->\n❌ **%s**\n\n' "$verdict"
    excerpt "$REPORTS/generated.files"
  } >"$REPORTS/generated.md"
  ;;
*) could_not generated "rabbitgen generate --check" ;;
esac
