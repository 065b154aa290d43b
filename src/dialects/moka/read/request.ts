import { isObject, type JsonObject, parseJsonObject } from "../../toolkit/json.ts";
import { parseBrackets } from "../../toolkit/params.ts";

/** What a request says, in any of the forms that clients send (facts 1.6): JSON under any content type, in UTF-8 or
 *  UTF-16, or form fields with names in brackets. Blanks around keys are taken off. A body that cannot be read says
 *  nothing: {}. */
export function parseRequest({ contentType, body }: { contentType: string; body: Uint8Array }): JsonObject {
  const text = decode(contentType, body).trim();
  const isForm = /x-www-form-urlencoded/i.test(contentType) && !text.startsWith("{");
  const said = isForm ? parseBrackets(text) : parseJsonObject(Buffer.from(text));
  return said ? (withPlainKeys(said) as JsonObject) : {};
}

/** UTF-16 by its byte order mark, by the zeros beside the first character of JSON, or because the client says so: then
 *  the low byte comes first, as .NET writes it. Text that begins with two ASCII characters is not, whatever is said. */
function decode(contentType: string, body: Uint8Array): string {
  return new TextDecoder(codingOf(contentType, body)).decode(body);
}

function codingOf(
  contentType: string,
  [first = 0, second = 0]: Uint8Array,
): "utf-8" | "utf-16le" | "utf-16be" {
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0 && second !== 0) return "utf-16be";
  if (first !== 0 && second === 0) return "utf-16le";
  const isAscii = first < 0x80 && second < 0x80;
  if (isAscii || !/charset="?utf-16/i.test(contentType)) return "utf-8";
  return /charset="?utf-16be/i.test(contentType) ? "utf-16be" : "utf-16le";
}

function withPlainKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.trim(), withPlainKeys(inner)]));
}
