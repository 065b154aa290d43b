import { isObject, type JsonObject } from "../../toolkit/json.ts";
import { isScalar, textOf } from "./told-json.ts";

/** An object as XML. No public text shows the provider's, so the mapping is ours: each key is an element, what is null
 *  says `nil="true"`, a list says `type="array"` and holds one element for each member, named by the list's name
 *  without its s. A key that is no XML name becomes `<entry name="…">`. */
export function writeXml(root: string, object: JsonObject): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, object)}\n`;
}

function element(key: string, value: unknown): string {
  const [name, attributes] = isName(key) ? [key, ""] : ["entry", ` name="${escapeXml(key)}"`];
  if (value === null || value === undefined) return `<${name}${attributes} nil="true"/>`;
  const type = Array.isArray(value) ? ' type="array"' : "";
  return `<${name}${attributes}${type}>${content(key, value)}</${name}>`;
}

function content(key: string, value: unknown): string {
  if (Array.isArray(value)) {
    const one = key.endsWith("s") ? key.slice(0, -1) : "item";
    return value.map((member) => element(one, member)).join("");
  }
  if (isScalar(value) || !isObject(value)) return escapeXml(textOf(value));
  return Object.entries(value)
    .map(([inner, child]) => element(inner, child))
    .join("");
}

/** A name of XML, of ASCII, that is not reserved. */
function isName(key: string): boolean {
  return /^[a-z_][\w.-]*$/i.test(key) && !/^xml/i.test(key);
}

/** What XML 1.0 cannot carry at all. */
const uncarriable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

function escapeXml(text: string): string {
  return text.replaceAll(uncarriable, "").replaceAll(/[&<>"\r]/g, (sign) => entities[sign] ?? sign);
}
