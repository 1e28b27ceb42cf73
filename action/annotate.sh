# shellcheck shell=bash
# Sourced by the steps. Bash 3.2, which macOS has, does too.

# annotate LEVEL MESSAGE: an annotation without a place. The message may have any characters and several lines.
annotate() {
  local message=$2
  message=${message//\%/%25}
  message=${message//$'\r'/%0D}
  message=${message//$'\n'/%0A}
  printf '::%s title=rabbitgen::%s\n' "$1" "$message"
}

# show_log FILE: its text in the log, where the runner takes no line of it for a command. The text quotes schemas, and
# whoever writes a schema could otherwise give the runner orders.
show_log() {
  [ -s "$1" ] || return 0
  local token
  token=$(node -p 'crypto.randomUUID()')
  printf '::stop-commands::%s\n' "$token"
  cat "$1"
  printf '\n::%s::\n' "$token"
}

# excerpt FILE: the beginning of a text as an indented block, in which Markdown has no meaning. At most 8,000 bytes, so
# that the summary stays far below GitHub's limit of 1 MiB: the reports of rabbitgen have at most 65,000 characters.
excerpt() {
  head -c 8000 "$1" | sed -n '1,60s/^/    /p'
  echo
}
