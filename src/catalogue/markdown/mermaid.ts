import type { Flow, FlowNode, FlowNodeKind } from "../flow.js";

/** How Mermaid draws a node, around its label. */
const shapes: Readonly<Record<FlowNodeKind, readonly [string, string]>> = {
  publisher: ["[", "]"],
  event: [">", "]"],
  exchange: ["{{", "}}"],
  queue: ["[(", ")]"],
  consumer: ["[", "]"],
  retry: ["[(", ")]"],
  dead: ["[(", ")]"],
};

/** A flow as a Mermaid flowchart, from left to right, with a frame for each virtual host. */
export function mermaid({ nodes, edges }: Flow): readonly string[] {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const written = (node: FlowNode): string => {
    const [start, end] = shapes[node.kind];
    return `${names.get(node.id) ?? ""}${start}"${label(node.name === "" ? "default exchange" : node.name)}"${end}`;
  };
  const hosted = nodes.filter(({ kind }) => kind !== "publisher" && kind !== "event" && kind !== "consumer");
  const hosts = [...new Set(hosted.map(({ vhost }) => vhost))];
  return [
    "flowchart LR",
    ...nodes.filter((node) => !hosted.includes(node)).map((node) => `  ${written(node)}`),
    ...hosts.flatMap((host, index) => [
      `  subgraph v${index}["${label(host === undefined ? "virtual host of the URL" : `virtual host ${host}`)}"]`,
      ...hosted.filter(({ vhost }) => vhost === host).map((node) => `    ${written(node)}`),
      "  end",
    ]),
    ...edges.flatMap(({ from, to, label: words }) => {
      const [tail, head] = [names.get(from), names.get(to)];
      const isDetour = words === "retry" || words === "dead letter";
      return tail === undefined || head === undefined
        ? []
        : [`  ${tail} ${isDetour ? "-.->" : "-->"} ${head}`];
    }),
  ];
}

/** Everything but letters, digits and harmless marks as Mermaid's entity codes, so that no text is syntax. */
function label(text: string): string {
  return text.replace(/[^\p{L}\p{N} _./:-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
