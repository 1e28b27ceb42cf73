/** Waits for work that alone would not keep this process alive, such as that of a keeper, and keeps it alive. */
export async function keepAlive<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, 60_000);
  return work.finally(() => clearInterval(timer));
}
