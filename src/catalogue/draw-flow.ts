import type { Flow } from "./flow.js";
import { flowGraph, type GraphOptions } from "./flow-graph.js";
import { withoutDetours } from "./flow-part.js";

/** A flow as SVG that can be inlined in an HTML page. */
export interface DrawnFlow {
  readonly plain: string;
  /** With retry and dead-letter queues; `undefined` where there are none. */
  readonly complete: string | undefined;
}

/** Draws a flow. */
export type FlowDrawer = (flow: Flow, options: GraphOptions) => DrawnFlow;

/** Starts Graphviz, which takes about 0.1 s. */
export async function flowDrawer(): Promise<FlowDrawer> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const draw = (flow: Flow, options: GraphOptions): string =>
    embeddable(viz.renderString(flowGraph(flow, options), { format: "svg", engine: "dot" }));
  return (flow, options) => {
    const plain = withoutDetours(flow);
    const hasDetours = plain.nodes.length < flow.nodes.length;
    return {
      plain: draw(plain, { ...options, prefix: `${options.prefix}-plain` }),
      complete: hasDetours ? draw(flow, { ...options, prefix: `${options.prefix}-all` }) : undefined,
    };
  };
}

/** Graphviz's SVG file without what only a file has, and without a size of its own: the style sheet gives it one. */
function embeddable(svg: string): string {
  return svg
    .slice(svg.indexOf("<svg"))
    .replace(/<!--.*?-->\n?/gs, "")
    .replace(/ width="[\d.]+pt" height="[\d.]+pt"/, "")
    .replace(/<title>[^<]*<\/title>\n?/g, "")
    .trim();
}
