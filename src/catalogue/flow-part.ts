import type { Flow, FlowEdge, FlowNode, Passes } from "./flow.js";

/** The parts of a flow through which the messages of one event, or of one service, pass; made once for all pages. */
export class FlowParts {
  readonly #ofEvents: ReadonlyMap<string, Flow>;
  readonly #ofServices: ReadonlyMap<string, Flow>;

  constructor(flow: Flow) {
    this.#ofEvents = parted(flow, ({ events }) => events);
    this.#ofServices = parted(flow, ({ services }) => services);
  }

  ofEvent(name: string): Flow {
    return this.#ofEvents.get(name) ?? empty;
  }

  ofService(name: string): Flow {
    return this.#ofServices.get(name) ?? empty;
  }
}

const empty: Flow = { nodes: [], edges: [] };

function parted(
  { nodes, edges }: Flow,
  namesOf: (passes: Passes) => ReadonlySet<string>,
): ReadonlyMap<string, Flow> {
  const parts = new Map<string, { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] }>();
  const partOf = (name: string) => {
    const part = parts.get(name) ?? { nodes: [], edges: [] };
    parts.set(name, part);
    return part;
  };
  for (const node of nodes) for (const name of namesOf(node.passes)) partOf(name).nodes.push(node);
  for (const edge of edges) for (const name of namesOf(edge.passes)) partOf(name).edges.push(edge);
  return parts;
}

/** A flow without the queues of retries and dead letters. */
export function withoutDetours({ nodes, edges }: Flow): Flow {
  const kept = nodes.filter(({ kind }) => kind !== "retry" && kind !== "dead");
  const ids = new Set(kept.map(({ id }) => id));
  return { nodes: kept, edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}
