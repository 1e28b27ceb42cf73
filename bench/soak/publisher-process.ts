// Publishes all events once, a limited number at a time, and ends. Argument: a PublisherTask as JSON.
import { inOneVhost } from "../../demo/in-one-vhost.js";
import { connect, orderPlacedV2 } from "../../generated/index.js";
import { publishAll } from "./publish-all.js";
import { Reporter } from "./reporter.js";
import type { PublisherTask } from "./reports.js";
import { soakedEvent } from "./soaked-event.js";
import { watchOver } from "./watch-over.js";

const { url, events, inFlight } = JSON.parse(process.argv[2] ?? "") as PublisherTask;
const reporter = new Reporter();
const open = new Set<number>();
const rabbit = await connect({ url, vhosts: inOneVhost(url), service: "svc-order" });
rabbit.on("publisher-lost", () => {
  for (const id of open) reporter.add("interrupted", id);
});
const close = watchOver(rabbit, reporter);
const publisher = await rabbit.publisher(orderPlacedV2);

async function publish(id: number): Promise<void> {
  open.add(id);
  await publisher.publish(soakedEvent(id), { messageId: `o-${id}` }).finally(() => open.delete(id));
}
let next = 0;
await publishAll(() => (next < events ? next++ : undefined), inFlight, publish, {
  confirmed: (id) => reporter.add("confirmed", id),
  rejected: (id, certainty) => reporter.tell({ kind: "rejected", id, certainty }),
});
await close();
