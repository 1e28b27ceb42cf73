import type { Flow, Passes } from "./flow.js";

/** The part of a flow through which the messages of one event, or of one service, pass. */
export function flowPart({ nodes, edges }: Flow, isMeant: (passes: Passes) => boolean): Flow {
  return {
    nodes: nodes.filter(({ passes }) => isMeant(passes)),
    edges: edges.filter(({ passes }) => isMeant(passes)),
  };
}

/** A flow without the queues of retries and dead letters. */
export function withoutDetours({ nodes, edges }: Flow): Flow {
  const kept = nodes.filter(({ kind }) => kind !== "retry" && kind !== "dead");
  const ids = new Set(kept.map(({ id }) => id));
  return { nodes: kept, edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}
