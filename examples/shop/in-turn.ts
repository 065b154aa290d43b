const turns = new WeakMap<object, Promise<unknown>>();

/** What is done to one thing is done one after the other, however many ask at once. */
export function inTurn<Result>(thing: object, action: () => Promise<Result>): Promise<Result> {
  const result = (turns.get(thing) ?? Promise.resolve()).then(action);
  turns.set(
    thing,
    result.catch(() => undefined),
  );
  return result;
}
