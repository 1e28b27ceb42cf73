import type { Drawing } from "./drawing.js";

/** From schemas to running services, and from a pull request to the comment under it. */
export const pipeline: Drawing = {
  width: 960,
  height: 330,
  description:
    "rabbitgen generate compiles the schemas into a typed SDK, with which one service publishes to RabbitMQ and another consumes. rabbitgen review compares a pull request's schemas with the base branch and reports which consumer breaks, with a message that proves it.",
  boxes: [
    {
      x: 10,
      y: 20,
      width: 190,
      height: 100,
      kind: "file",
      title: "schemas/",
      lines: ["contract.json", "order_paid/v1.json", "order_paid/v2.json"],
    },
    {
      x: 330,
      y: 30,
      width: 190,
      height: 80,
      kind: "file",
      title: "generated/",
      lines: ["types, validators,", "publishers, consumers"],
    },
    {
      x: 660,
      y: 10,
      width: 160,
      height: 50,
      kind: "service",
      title: "svc-order",
      lines: ["publishes order_paid v2"],
    },
    {
      x: 660,
      y: 130,
      width: 160,
      height: 50,
      kind: "service",
      title: "svc-billing",
      lines: ["consumes v1 and v2"],
    },
    { x: 856, y: 70, width: 98, height: 50, kind: "broker", title: "RabbitMQ" },
    {
      x: 10,
      y: 230,
      width: 190,
      height: 80,
      kind: "file",
      title: "pull request",
      lines: ["v2.json: enum value", "“cash” added"],
    },
    {
      x: 330,
      y: 230,
      width: 190,
      height: 80,
      kind: "command",
      title: "rabbitgen review",
      lines: ["compares with the base", "branch, in git"],
    },
    {
      x: 660,
      y: 220,
      width: 290,
      height: 100,
      kind: "bad",
      title: "breaks svc-billing",
      lines: ['proof: { …, "method": "cash" }', "rollout: consumers first,", "then publishers"],
    },
  ],
  arrows: [
    {
      points: [
        { x: 200, y: 70 },
        { x: 326, y: 70 },
      ],
      label: "rabbitgen generate",
    },
    {
      points: [
        { x: 520, y: 50 },
        { x: 656, y: 35 },
      ],
      label: "import",
    },
    {
      points: [
        { x: 520, y: 90 },
        { x: 656, y: 150 },
      ],
      label: "import",
      labelAt: { x: 590, y: 140 },
    },
    {
      points: [
        { x: 820, y: 35 },
        { x: 905, y: 35 },
        { x: 905, y: 66 },
      ],
    },
    {
      points: [
        { x: 905, y: 120 },
        { x: 905, y: 155 },
        { x: 824, y: 155 },
      ],
    },
    {
      points: [
        { x: 105, y: 226 },
        { x: 105, y: 124 },
      ],
      label: "changes",
      labelAt: { x: 138, y: 180 },
      dashed: true,
    },
    {
      points: [
        { x: 200, y: 270 },
        { x: 326, y: 270 },
      ],
      label: "in CI",
    },
    {
      points: [
        { x: 520, y: 270 },
        { x: 656, y: 270 },
      ],
      label: "comment",
      kind: "bad",
    },
  ],
};
