import { isObject, type JsonObject } from "../../toolkit/json.ts";

declare global {
  interface JSON {
    isRawJSON(value: unknown): boolean;
    parse(text: string, reviver: (key: string, value: unknown, context: Context) => unknown): unknown;
  }
}

type Context = { readonly source?: string };

/** The JSON that waits in the outbox. Numbers stay as they were written: "10.0" does not become 10. */
export function parseTold(text: string): JsonObject {
  const parsed = JSON.parse(text, (_key: string, value: unknown, { source }: Context) =>
    typeof value === "number" && source !== undefined ? JSON.rawJSON(source) : value,
  );
  return isObject(parsed) ? parsed : {};
}

/** Text, a number, true, false, or nothing; otherwise a list or an object. */
export function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null || JSON.isRawJSON(value);
}

/** A value as text: nothing is empty, lists and objects are JSON. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}
