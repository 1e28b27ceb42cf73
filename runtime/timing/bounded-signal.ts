import { LONGEST_TIMER_MS } from "./within.js";

/** A signal that leaves nothing behind once `end` is called. */
export interface BoundedSignal {
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * Fires with `signal`, or after `ms` milliseconds. `AbortSignal.any` with `AbortSignal.timeout` may never fire: nothing
 * refers to the timeout, and Node collects it as garbage (nodejs/node#57736).
 */
export function boundedSignal(signal: AbortSignal, ms: number): BoundedSignal {
  const controller = new AbortController();
  const fire = (): void => controller.abort();
  const timer = setTimeout(fire, Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(ms))));
  signal.addEventListener("abort", fire);
  if (signal.aborted) fire();
  const end = (): void => {
    clearTimeout(timer);
    signal.removeEventListener("abort", fire);
  };
  return { signal: controller.signal, end };
}
