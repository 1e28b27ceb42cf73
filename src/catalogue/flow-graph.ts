import { escapeUnits, replaceUnsafe, wellFormed } from "../code/unsafe-characters.js";
import type { Flow, FlowNode, FlowNodeKind, Passes } from "./flow.js";

/** A graph as Graphviz takes it, with attributes as text. */
export interface FlowGraph {
  readonly directed: true;
  readonly graphAttributes: GraphAttributes;
  readonly nodeAttributes: GraphAttributes;
  readonly edgeAttributes: GraphAttributes;
  readonly nodes: { readonly name: string; readonly attributes: GraphAttributes }[];
  readonly edges: { readonly tail: string; readonly head: string; readonly attributes: GraphAttributes }[];
  readonly subgraphs: {
    readonly name: string;
    readonly graphAttributes: GraphAttributes;
    readonly nodes: { readonly name: string }[];
  }[];
}

type GraphAttributes = Record<string, string>;

/** What a graph is made with besides the flow. */
export interface GraphOptions {
  /** What the ids of its elements begin with: unique on the page. */
  readonly prefix: string;
  /** Where a node leads to. */
  readonly linkOf: (node: FlowNode) => string;
  /** Classes by which a script finds what passes. */
  readonly classesOf: (passes: Passes) => string;
}

/** Longer names are cut in a picture; the tooltip has them whole. */
const LONGEST = 44;

const shapes: Readonly<Record<FlowNodeKind, string>> = {
  publisher: "box",
  event: "note",
  exchange: "hexagon",
  queue: "cylinder",
  consumer: "box",
  retry: "cylinder",
  dead: "cylinder",
};

/** A flow as a graph from left to right, with a frame for each virtual host. */
export function flowGraph({ nodes, edges }: Flow, { prefix, linkOf, classesOf }: GraphOptions): FlowGraph {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const hosts = [...new Set(nodes.filter(isHosted).map(({ vhost }) => vhost))];
  return {
    directed: true,
    graphAttributes: {
      id: prefix,
      rankdir: "LR",
      bgcolor: "transparent",
      nodesep: "0.2",
      ranksep: "0.5",
      ...font,
    },
    nodeAttributes: { ...font, margin: "0.15,0.06", height: "0.35" },
    edgeAttributes: { ...font, fontsize: "10", arrowsize: "0.7" },
    nodes: nodes.map((node, index) => ({
      name: `n${index}`,
      attributes: {
        id: `${prefix}-n${index}`,
        label: shown(labelOf(node)),
        tooltip: escaped(`${roles[node.kind]} ${node.name}`),
        shape: shapes[node.kind],
        class: `${node.kind} ${classesOf(node.passes)}`.trim(),
        URL: linkOf(node),
      },
    })),
    edges: edges.flatMap(({ from, to, label, passes }, index) => {
      const [tail, head] = [names.get(from), names.get(to)];
      if (tail === undefined || head === undefined) return [];
      const isDetour = label === "retry" || label === "dead letter";
      const tooltip = escaped(label === "" ? " " : label);
      const attributes = { id: `${prefix}-e${index}`, class: `flows ${classesOf(passes)}`.trim(), tooltip };
      return [{ tail, head, attributes: isDetour ? { ...attributes, style: "dashed" } : attributes }];
    }),
    subgraphs: hosts.map((host, index) => ({
      name: `cluster_${index}`,
      graphAttributes: {
        id: `${prefix}-c${index}`,
        label: shown(host === undefined ? "virtual host of the URL" : `virtual host ${host}`),
        tooltip: " ",
        class: "vhost",
        ...font,
        fontsize: "10",
      },
      nodes: nodes
        .filter((node) => isHosted(node) && node.vhost === host)
        .map(({ id }) => ({ name: names.get(id) ?? "" })),
    })),
  };
}

const font = { fontname: "Helvetica,Arial,sans-serif", fontsize: "12" };

/** What a tooltip calls a node. */
const roles: Readonly<Record<FlowNodeKind, string>> = {
  publisher: "publisher",
  event: "event",
  exchange: "exchange",
  queue: "queue",
  consumer: "consumer",
  retry: "retry queue",
  dead: "dead-letter queue",
};

function isHosted({ kind }: FlowNode): boolean {
  return kind === "exchange" || kind === "queue" || kind === "retry" || kind === "dead";
}

function labelOf({ kind, name }: FlowNode): string {
  return kind === "exchange" && name === "" ? "default exchange" : name;
}

function shown(text: string): string {
  const letters = [...text];
  return escaped(letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : text);
}

/** Graphviz reads `\N` and the like in labels, and entities: neither is text of a contract. */
function escaped(text: string): string {
  const seen = wellFormed(replaceUnsafe(text, escapeUnits));
  return seen.replaceAll("\\", "\\\\").replaceAll("&", "&amp;");
}
