/** The function with a memory of what it made. The memory is emptied when it holds `most` results, so that it
 *  stays small whatever it is asked for. For functions of which a key always gets the same answer. */
export function remembered<Key, Value>(make: (key: Key) => Value, most = 1000): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
}
