import qs from "qs";
import { isObject, type JsonObject, parseJsonObject, storable } from "./json.ts";

type Limits = { readonly depth?: number; readonly parameterLimit?: number };

const limits = { depth: 6, parameterLimit: 1_000, arrayLimit: 200, allowPrototypes: false } as const;

/** Query or form fields whose names carry brackets: `return[amount]=5`, `items[0][name]=Lamp`. Not more than 1,000 are
 *  read, 6 brackets deep, unless other limits are given. */
export function parseBrackets(text: string, other: Limits = {}): JsonObject {
  return storable(qs.parse(text, { ...limits, ...other })) as JsonObject;
}

/** What a request says, wherever it says it: query, JSON of whatever type it claims to be, or form fields. What the
 *  body says counts more. Undefined when the body is neither, or broken. */
export function parseParams({
  search,
  contentType,
  body,
}: {
  search: string;
  contentType: string;
  body: Buffer;
}): JsonObject | undefined {
  const asked = parseBrackets(search);
  const text = body.toString().trim();
  if (text === "") return asked;
  const told =
    /x-www-form-urlencoded/i.test(contentType) && !text.startsWith("{")
      ? parseBrackets(text)
      : parseJsonObject(body);
  return isObject(told) ? { ...asked, ...told } : undefined;
}
