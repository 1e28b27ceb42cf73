import { setMaxListeners } from "node:events";

/** The end of something that many waits listen for, as many as `prefetch`: Node warns from the eleventh on otherwise. */
export function lifeSignal(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
