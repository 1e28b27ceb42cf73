// One of two consumers of one service, in a process that can be stopped and killed. Argument: a ConsumerTask as JSON.
import { inOneVhost } from "../../demo/in-one-vhost.js";
import { connect, orderPlaced } from "../../generated/index.js";
import { packHandling } from "./handling.js";
import { Reporter } from "./reporter.js";
import type { ConsumerTask } from "./reports.js";
import { idOf } from "./soaked-event.js";
import { handleSoaked } from "./soaked-handler.js";
import { watchOver } from "./watch-over.js";
import { retrySettings } from "./work-queue.js";

const { url, queue, prefetch, workMs } = JSON.parse(process.argv[2] ?? "") as ConsumerTask;
const reporter = new Reporter();
const rabbit = await connect({ url, vhosts: inOneVhost(url), service: "svc-warehouse" });
rabbit.on("dead-letter", ({ messageId = "" }) => void reporter.add("dead-lettered", idOf(messageId)));
watchOver(rabbit, reporter);
await rabbit.consumer(orderPlaced, {
  queue,
  prefetch,
  retry: retrySettings,
  handlers: {
    v1: "dead-letter",
    v2: ({ orderId }, message) =>
      handleSoaked(orderId, message, workMs, (handling) => reporter.add("handled", packHandling(handling))),
  },
});
await reporter.tell({ kind: "ready" });
