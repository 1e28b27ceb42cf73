/** What `work` gives, or a rejection at once when `interrupted` fires before; `work` goes on unheard then. */
export async function orInterrupted<Value>(work: Promise<Value>, interrupted: AbortSignal): Promise<Value> {
  interrupted.throwIfAborted();
  const interruption = new Promise<never>((_, reject) => {
    interrupted.addEventListener("abort", () => reject(interrupted.reason), { once: true });
  });
  return Promise.race([work, interruption]);
}
