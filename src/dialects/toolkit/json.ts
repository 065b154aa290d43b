export type JsonObject = Readonly<Record<string, unknown>>;

const unstorable = /\\u0000|\\u[dD][89a-fA-F]/;
/** As deep as most parsers go. */
const deepest = 100;

/** A JSON object from a body's bytes, or undefined when they are none, or nested too deep. Characters that cannot
 *  be stored as text (NUL, halves of surrogate pairs) are taken out or replaced. */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  const text = new TextDecoder().decode(bytes);
  try {
    const parsed: unknown = unstorable.test(text) ? JSON.parse(text, storableEntry) : JSON.parse(text);
    return isObject(parsed) && !isDeeper(parsed, deepest) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Not there: clients leave a key out, or send null or an empty text. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** Whether the flag under `key` is set: true, 1, and the same as text. */
export function isSetAt(source: JsonObject, key: string): boolean {
  return ["true", "1"].includes(String(source[key]));
}

/** The object under `key`, or an empty one when there is none. */
export function objectAt(source: JsonObject, key: string): JsonObject {
  const value = source[key];
  return isObject(value) ? value : {};
}

/** The text under `key`, cut to `maxLength`: numbers count as text; anything else, and blank text, is undefined. */
export function textAt(source: JsonObject, key: string, maxLength = 1_000): string | undefined {
  const value = source[key];
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return undefined;
  return value.trim().slice(0, maxLength).toWellFormed() || undefined;
}

/** A plain value as text; of what is none, nothing: an object may have a `toString` that is no function. */
export function plainText(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function storableEntry(_key: string, value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), inner]));
}

/** A value without what a database cannot store as text, in keys and texts alike. */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]),
  );
}

/** Text without what a database cannot store as text. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
