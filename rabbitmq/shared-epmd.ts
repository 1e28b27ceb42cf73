import { BrokerError } from "./broker-error.js";
import { freePort } from "./free-port.js";
import { type Keeper, startKeeper } from "./keeper.js";

// Arguments: the folder to chroot into (or an empty string), the epmd program, its port. It ends when its input closes.
const epmdScript = `
root=$1 epmd=$2 port=$3 tries=0
trap '' PIPE

within() { # the command replaces the subshell, so that $! is its own id
  if [ -n "$root" ]; then exec chroot "$root" "$@"; else exec "$@"; fi
}
within "$epmd" -port "$port" -address 127.0.0.1 >/dev/null 2>&1 & epmd_id=$!
until (within "$epmd" -port "$port" -names >/dev/null 2>&1); do
  tries=$((tries + 1)); [ $tries -lt 200 ] && kill -0 "$epmd_id" 2>/dev/null || break; sleep 0.05
done
echo up
read -r _
kill "$epmd_id"
wait "$epmd_id"
`;

/** The Erlang port mapper by which the nodes of one cluster find each other. */
export interface SharedEpmd {
  readonly port: number;
  readonly keeper: Keeper;
}

/** Starts one on a free port of 127.0.0.1; it ends with its keeper, or with this process, however that ends. */
export async function startSharedEpmd(root: string, program: string): Promise<SharedEpmd> {
  const port = await freePort();
  const keeper = startKeeper(epmdScript, [root, program, `${port}`]);
  if (!(await keeper.hear("up"))) throw new BrokerError(`epmd did not start\n${keeper.output.join("\n")}`);
  return { port, keeper };
}
