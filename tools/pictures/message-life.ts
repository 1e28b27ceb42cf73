import type { Drawing } from "./drawing.js";

/** What can happen to a message from its publish to its acknowledgement or to the dead-letter queue. */
export const messageLife: Drawing = {
  width: 960,
  height: 400,
  description:
    "A published event is validated and confirmed by the broker, and travels through the exchange to the queue. The consumer acknowledges it when its handler returns. When the handler fails, a copy waits in a retry queue and comes back to the queue. When the handler rejects it, when it is not valid, or when the attempts are used up, a copy goes to the dead-letter queue with the reason, from which rabbitgen dead replay returns it to the queue.",
  boxes: [
    {
      x: 10,
      y: 150,
      width: 150,
      height: 70,
      kind: "service",
      title: "publisher",
      lines: ["validates, persists,", "waits for the confirm"],
    },
    { x: 260, y: 160, width: 120, height: 50, kind: "broker", title: "exchange", lines: ["events"] },
    {
      x: 480,
      y: 150,
      width: 190,
      height: 70,
      kind: "broker",
      title: "queue",
      lines: ["svc-billing.order_paid", "quorum, durable"],
    },
    {
      x: 790,
      y: 150,
      width: 150,
      height: 70,
      kind: "service",
      title: "handler",
      lines: ["validated, typed event", "prefetch 1 by default"],
    },
    {
      x: 480,
      y: 20,
      width: 190,
      height: 60,
      kind: "broker",
      title: "retry queues",
      lines: ["<queue>.retry.1000, …"],
    },
    {
      x: 480,
      y: 320,
      width: 190,
      height: 60,
      kind: "bad",
      title: "dead-letter queue",
      lines: ["<queue>.dead, with the reason"],
    },
    { x: 805, y: 325, width: 130, height: 50, kind: "good", title: "acknowledged" },
  ],
  arrows: [
    {
      points: [
        { x: 160, y: 175 },
        { x: 256, y: 175 },
      ],
      label: "publish",
    },
    {
      points: [
        { x: 260, y: 198 },
        { x: 164, y: 198 },
      ],
      label: "confirm",
      labelAt: { x: 212, y: 214 },
      kind: "good",
    },
    {
      points: [
        { x: 320, y: 210 },
        { x: 320, y: 290 },
        { x: 85, y: 290 },
        { x: 85, y: 224 },
      ],
      label: "no queue bound: UnroutableError",
      labelAt: { x: 205, y: 308 },
      kind: "bad",
    },
    {
      points: [
        { x: 380, y: 185 },
        { x: 476, y: 185 },
      ],
      label: "routing key",
    },
    {
      points: [
        { x: 670, y: 185 },
        { x: 786, y: 185 },
      ],
      label: "deliver",
    },
    {
      points: [
        { x: 845, y: 150 },
        { x: 845, y: 50 },
        { x: 674, y: 50 },
      ],
      label: "throws, or takes too long:\na copy waits, others go on",
      labelAt: { x: 760, y: 20 },
    },
    {
      points: [
        { x: 575, y: 80 },
        { x: 575, y: 146 },
      ],
      label: "after 1 s, 10 s, 60 s",
      labelAt: { x: 642, y: 118 },
      dashed: true,
    },
    {
      points: [
        { x: 805, y: 220 },
        { x: 805, y: 290 },
        { x: 620, y: 290 },
        { x: 620, y: 316 },
      ],
      label: "Reject, not valid,\nor attempts used up",
      labelAt: { x: 728, y: 262 },
      kind: "bad",
    },
    {
      points: [
        { x: 530, y: 320 },
        { x: 530, y: 224 },
      ],
      label: "rabbitgen\ndead replay",
      labelAt: { x: 488, y: 268 },
      dashed: true,
    },
    {
      points: [
        { x: 880, y: 220 },
        { x: 880, y: 321 },
      ],
      label: "returns",
      labelAt: { x: 908, y: 275 },
      kind: "good",
    },
  ],
};
