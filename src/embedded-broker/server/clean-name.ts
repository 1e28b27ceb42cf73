/** RabbitMQ drops line breaks from the names of queues and exchanges. */
export function cleanName(name: string): string {
  return name.includes("\n") || name.includes("\r") ? name.replace(/[\r\n]/g, "") : name;
}
