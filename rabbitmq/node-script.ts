/**
 * The shell script that keeps a private node. Arguments: the data folder as seen from outside, the folder to chroot
 * into (or an empty string), the epmd program (or an empty string when another script keeps one), the server program.
 *
 * It reads `start`, `stop` (graceful) and `kill` (-9), and prints `up` when the node's process exists and `gone` when
 * all of its processes are gone. When its input closes it kills the node, removes the data folder and ends. Only
 * children of the script are ever signalled, so a process id that was used again cannot be hit.
 */
export const nodeScript = `
exec 2>&1 3<&0 </dev/null
data=$1 root=$2 epmd=$3 server=$4 runner=
mkfifo "$data/out"
trap '' PIPE # the output may have no reader while cleaning up

within() { # the command replaces the subshell, so that $! is its own id
  if [ -n "$root" ]; then exec chroot "$root" "$@"; else exec "$@"; fi
}
finished() { # a trapped signal interrupts wait, hence the loop
  while kill -0 "$1" 2>/dev/null; do wait "$1"; done
}
run_epmd() {
  tries=0
  within "$epmd" -port "$ERL_EPMD_PORT" -address 127.0.0.1 >/dev/null 2>&1 3<&- & epmd_id=$!
  until (within "$epmd" -port "$ERL_EPMD_PORT" -names >/dev/null 2>&1); do
    tries=$((tries + 1)); [ $tries -lt 200 ] && [ -z "$killed" ] || break; sleep 0.05
  done
}
run() {
  vm= killed= epmd_id=
  trap 'killed=1; [ -z "$vm" ] || kill -9 "$vm"' TERM
  trap '[ -z "$vm" ] || kill -TERM "$vm"' USR1
  [ -z "$epmd" ] || run_epmd
  # All of the node's processes hold the pipe open; the copy ends when the last of them is gone.
  exec 4<>"$data/out" 5<"$data/out"
  cat <&5 >>"$data/console" 3<&- 4<&- 5<&- & copy_id=$!
  if [ -z "$killed" ]; then
    within "$server" >&4 2>&4 3<&- 4<&- 5<&- & vm=$!
    [ -z "$killed" ] || kill -9 "$vm"
  fi
  exec 4<&- 5<&-
  echo up
  [ -z "$vm" ] || finished "$vm"
  vm=
  finished "$copy_id"
  [ -z "$epmd_id" ] || { kill "$epmd_id"; finished "$epmd_id"; }
  echo gone
}
while read -r word <&3; do
  case $word in
    start) run & runner=$! ;;
    stop) kill -USR1 "$runner" ;;
    kill) kill -TERM "$runner" ;;
  esac
done
[ -z "$runner" ] || { kill -TERM "$runner"; wait "$runner"; }
rm -rf "$data"
`;
