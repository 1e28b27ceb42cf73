import { badFrames } from "./cases/bad-frames.js";
import { channels } from "./cases/channels.js";
import { connections } from "./cases/connections.js";
import { consuming } from "./cases/consuming.js";
import { deadLettering } from "./cases/dead-lettering.js";
import { directReplies } from "./cases/direct-replies.js";
import { exchanges } from "./cases/exchanges.js";
import { expiring } from "./cases/expiring.js";
import { limits } from "./cases/limits.js";
import { permissions } from "./cases/permissions.js";
import { priorities } from "./cases/priorities.js";
import { publishing } from "./cases/publishing.js";
import { queueArguments } from "./cases/queue-arguments.js";
import { queues } from "./cases/queues.js";
import { quorumQueues } from "./cases/quorum-queues.js";
import { routing } from "./cases/routing.js";
import { settling } from "./cases/settling.js";
import type { Subject } from "./support/contract-case.js";

/** The whole contract: what a broker must do to be taken for RabbitMQ, by subject. */
export const subjects: Readonly<Record<string, Subject>> = {
  connections,
  "bad frames": badFrames,
  channels,
  exchanges,
  routing,
  queues,
  "arguments of queues": queueArguments,
  publishing,
  consuming,
  settling,
  "dead-lettering": deadLettering,
  expiring,
  limits,
  priorities,
  "quorum queues": quorumQueues,
  permissions,
  "direct replies": directReplies,
};
