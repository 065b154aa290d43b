export type JsonObject = Readonly<Record<string, unknown>>;

const unstorable = /\\u0000|\\u[dD][89abAB]/;

/** A JSON object from a body's bytes, or undefined when they are none. Characters that cannot be stored as text
 *  (NUL, halves of surrogate pairs) are taken out or replaced. */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  const text = new TextDecoder().decode(bytes);
  try {
    const parsed: unknown = unstorable.test(text) ? JSON.parse(text, storable) : JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under `key`, or an empty one when there is none. */
export function objectAt(source: JsonObject, key: string): JsonObject {
  const value = source[key];
  return isObject(value) ? value : {};
}

/** The text under `key`: numbers count as text; anything else, and blank text, is undefined. */
export function textAt(source: JsonObject, key: string, maxLength = 1_000): string | undefined {
  const value = source[key];
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return undefined;
  return value.trim().slice(0, maxLength) || undefined;
}

function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value;
}
