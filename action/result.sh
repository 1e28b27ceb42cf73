#!/usr/bin/env bash
# Fails the job when a check did: at the very end, so that everything was told before.
set -euo pipefail

worst=0
for name in lint review generated; do
  file="$REPORTS/$name.code"
  [ -e "$file" ] || continue
  code=$(cat "$file")
  case $code in
  0) verdict="good" ;;
  1) verdict="has findings" ;;
  *) verdict="failed to run" ;;
  esac
  echo "$name: $verdict"
  [ "$code" -le "$worst" ] || worst=$code
done
exit "$worst"
