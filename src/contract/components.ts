/**
 * The strongly connected components of everything that the roots lead to, what leads nowhere else first (Tarjan): each
 * component is reached only from itself and from later ones. Works without recursion, in linear time.
 */
export function componentsOf<Key>(
  roots: Iterable<Key>,
  next: (key: Key) => Iterable<Key>,
): readonly (readonly Key[])[] {
  const indices = new Map<Key, number>();
  const lowest = new Map<Key, number>();
  const stack: Key[] = [];
  const open = new Set<Key>();
  const components: Key[][] = [];
  const frames: { readonly key: Key; readonly rest: Iterator<Key> }[] = [];

  const enter = (key: Key): void => {
    indices.set(key, indices.size);
    lowest.set(key, indices.size - 1);
    stack.push(key);
    open.add(key);
    frames.push({ key, rest: next(key)[Symbol.iterator]() });
  };
  const lower = (key: Key, to: number | undefined): void => {
    lowest.set(key, Math.min(lowest.get(key) ?? 0, to ?? 0));
  };
  const leave = (key: Key): void => {
    const parent = frames.at(-1);
    if (parent) lower(parent.key, lowest.get(key));
    if (lowest.get(key) !== indices.get(key)) return;
    const component = stack.splice(stack.lastIndexOf(key));
    for (const each of component) open.delete(each);
    components.push(component);
  };

  for (const root of roots) {
    if (!indices.has(root)) enter(root);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const { value, done } = frame.rest.next();
      if (done) {
        frames.pop();
        leave(frame.key);
      } else if (!indices.has(value)) enter(value);
      else if (open.has(value)) lower(frame.key, indices.get(value));
    }
  }
  return components;
}
