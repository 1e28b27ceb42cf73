import type { Happening } from "../happening.js";

type WithoutPlace<Kind> = Kind extends Happening ? Omit<Kind, "at" | "vhost"> : never;

/** Takes what happened in a virtual host; time and name of the host are added. */
export type ReportHappening = (happening: WithoutPlace<Extract<Happening, { vhost: string }>>) => void;
