import type { Catalogue, ServiceEntry } from "./model.js";

/** A part of a sentence: words, or the name of a virtual host. */
export type HostsPart = { readonly words: string } | { readonly code: string };

/**
 * The virtual hosts to which a service connects, as the events that it publishes and consumes have them. A service's own
 * `vhost` alone does not say so: it is that of the events it publishes.
 */
export function serviceHosts(
  { publishes, consumes }: Pick<ServiceEntry, "publishes" | "consumes">,
  events: Catalogue["events"],
): readonly HostsPart[] {
  const hosts = new Map(events.map(({ name, route }) => [name, route.vhost]));
  const publishing = namesOf(publishes.map(({ event }) => hosts.get(event)));
  const consuming = namesOf(consumes.map(({ event }) => hosts.get(event)));
  if (publishing.length === 0 && consuming.length === 0)
    return [{ words: "It publishes and consumes nothing." }];
  if (JSON.stringify(publishing) === JSON.stringify(consuming))
    return sentence(publishing, "to publish and to consume");
  return [
    ...(publishing.length === 0 ? [{ words: "It publishes nothing." }] : sentence(publishing, "to publish")),
    { words: " " },
    ...(consuming.length === 0 ? [{ words: "It consumes nothing." }] : sentence(consuming, "to consume")),
  ];
}

function sentence(hosts: readonly HostsPart[], purpose: string): readonly HostsPart[] {
  const listed = hosts.flatMap((host, index) => [
    ...(index === 0 ? [] : [{ words: index === hosts.length - 1 ? " and " : ", " }]),
    host,
  ]);
  return [{ words: "It connects to " }, ...listed, { words: ` ${purpose}.` }];
}

/** Each once, in the order of the contract. */
function namesOf(vhosts: readonly (string | undefined)[]): readonly HostsPart[] {
  return [...new Set(vhosts)].map((vhost) =>
    vhost === undefined ? { words: "the virtual host in its connection's URL" } : { code: vhost },
  );
}
