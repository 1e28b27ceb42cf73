/** How RabbitMQ names a thing in its reply texts. */
export function resourceName(kind: "queue" | "exchange", name: string, vhost: string): string {
  return `${kind} '${name}' in vhost '${vhost}'`;
}
