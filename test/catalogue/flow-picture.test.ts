import { expect, test } from "vitest";
import { flowDrawer } from "../../src/catalogue/draw-flow.js";
import type { FlowNode } from "../../src/catalogue/flow.js";

/** The texts of a picture as a browser shows them. */
function textsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) =>
    text
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&"),
  );
}

test("names are shown as they are, whatever they mean to Graphviz", async () => {
  const names = [
    String.raw`a\Nb\lc\n`,
    String.raw`trailing \ `.trim(),
    "&lt;b&gt; &amp; &#35;",
    '<b>"quoted"</b>',
    "{a|b}",
    "%3 ü 😀",
  ];
  const passes = { events: new Set<string>(), services: new Set<string>() };
  const nodes = names.map((name): FlowNode => ({ id: name, kind: "event", name, vhost: undefined, passes }));
  const draw = await flowDrawer();
  const { plain } = draw({ nodes, edges: [] }, { prefix: "p", linkOf: () => "#", classesOf: () => "" });
  expect([...textsOf(plain)].sort()).toEqual([...names].sort());
});
