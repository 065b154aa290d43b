type Options<Key> = {
  /** How many results are kept. */
  readonly most?: number;
  /** What tells keys apart that are not simple values. */
  readonly by?: (key: Key) => string;
};

/** The function with a memory of what it made. The memory is emptied when it holds `most` results, so that it
 *  stays small whatever it is asked for. For functions of which a key always gets the same answer, which nobody
 *  changes. */
export function remembered<Key, Value>(
  make: (key: Key) => Value,
  { most = 1_000, by }: Options<Key> = {},
): (key: Key) => Value {
  const known = new Map<unknown, Value>();
  return (key) => {
    const name = by ? by(key) : key;
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = make(key);
    if (known.size >= most) known.clear();
    known.set(name, made);
    return made;
  };
}
