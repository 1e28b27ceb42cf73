import type { ThreadWork } from "../threads/work-pool.js";
import type { SdkWork, WorkResult } from "./work.js";
import { weightOf } from "./work-weight.js";

/** What takes long in making an SDK, for as many threads as there are processors. */
export const sdkWork: ThreadWork<SdkWork, WorkResult> = {
  thread: new URL("./work-thread.js", import.meta.url),
  load: async () => (await import("./work.js")).doWork,
  weightOf,
  batchSize: 10,
};
