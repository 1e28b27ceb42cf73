import type { Fault } from "./fault.js";
import { acksAtShutdown } from "./trials/acks-at-shutdown.js";
import { channelClosed } from "./trials/channel-closed.js";
import { droppedMidHandler } from "./trials/dropped-mid-handler.js";
import { hungHandler } from "./trials/hung-handler.js";
import { lateAck } from "./trials/late-ack.js";
import { malformed } from "./trials/malformed.js";
import { poisonMessage } from "./trials/poison-message.js";
import { queueDeleted } from "./trials/queue-deleted.js";
import { silentPeer } from "./trials/silent-peer.js";
import { unroutable } from "./trials/unroutable.js";

/** All rows of the table; `--fault` counts from 1. */
export const faults: readonly Fault[] = [
  lateAck,
  channelClosed,
  queueDeleted,
  unroutable,
  malformed,
  droppedMidHandler,
  acksAtShutdown,
  hungHandler,
  poisonMessage,
  silentPeer,
];
