import { clearTimeout, setTimeout } from "node:timers";

/**
 * The broker's time: TTLs and queue expiry run on it, so a test can let them come due at once. Heartbeats and the
 * handshake's deadline run on real time, since the client's side of them does.
 */
export interface BrokerClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once after `ms` milliseconds, unless the function it returns is called before. */
  setTimer(callback: () => void, ms: number): () => void;
}

/** A clock that runs on its own and can also be moved forward. */
export interface AdvanceableClock extends BrokerClock {
  /**
   * Moves the time forward by `ms`, and runs the timers that come due on the way, each at its own time and in order;
   * timers set by them count as well. Returns when all of them have run.
   */
  advance(ms: number): void;
}

// Taken when the module loads: fake timers that a test installs later do not stop the broker.
const realNow = Date.now.bind(Date);
const start = setTimeout;
const stop = clearTimeout;

/** setTimeout fires at once for more than this; longer timers are set in steps. */
const longestTimer = 2 ** 31 - 1;

/** The system's time; its timers do not keep the process alive. */
export const systemClock: BrokerClock = { now: realNow, setTimer: startTimer };

/** A clock that starts at the system's time and runs with it, plus whatever `advance` adds. */
export function advanceableClock(): AdvanceableClock {
  let offset = 0;
  let order = 0;
  /** The time that timers see while `advance` runs them. */
  let stepping: number | undefined;
  const timers = new Map<number, { due: number; callback: () => void; cancel: () => void }>();
  const now = () => stepping ?? realNow() + offset;
  const arm = (id: number, due: number, callback: () => void) => {
    const cancel = startTimer(() => fire(id), Math.max(0, due - realNow() - offset));
    timers.set(id, { due, callback, cancel });
  };
  const fire = (id: number) => {
    const timer = timers.get(id);
    timers.delete(id);
    timer?.cancel();
    timer?.callback();
  };
  return {
    now,
    setTimer(callback, ms) {
      const id = order++;
      arm(id, now() + Math.max(0, ms), callback);
      return () => {
        timers.get(id)?.cancel();
        timers.delete(id);
      };
    },
    advance(ms) {
      const end = now() + ms;
      for (;;) {
        const next = [...timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)[0];
        if (next === undefined) break;
        stepping = Math.max(now(), next[1].due);
        fire(next[0]);
      }
      stepping = undefined;
      offset += ms;
      for (const [id, { due, callback, cancel }] of [...timers]) {
        cancel();
        arm(id, due, callback);
      }
    },
  };
}

function startTimer(callback: () => void, ms: number): () => void {
  let timer = next(ms);
  return () => stop(timer);
  function next(left: number): NodeJS.Timeout {
    if (left <= longestTimer) return start(callback, left).unref();
    return start(() => {
      timer = next(left - longestTimer);
    }, longestTimer).unref();
  }
}
