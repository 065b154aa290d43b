/** What an object prints when a template outputs it whole. */
const printedAsJson = {
  toString(): string {
    return JSON.stringify(this);
  },
};

/** The JSON value as a template sees it: an object, as deep as it may lie, can be looked into and looped over,
 *  and prints as JSON text. Keys such as `__proto__` are keys like any other. */
export function liquidValue(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(liquidValue);
  if (json === null || typeof json !== "object") return json;
  const entries = Object.entries(json).map(([key, value]) => [key, liquidValue(value)]);
  return Object.setPrototypeOf(Object.fromEntries(entries), printedAsJson);
}
