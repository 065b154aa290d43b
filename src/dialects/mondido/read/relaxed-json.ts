import { storable } from "../../toolkit/json.ts";

/** As deep as metadata may nest. */
const deepest = 20;

/** The value of a JSON text, also of one with single quotes, bare keys, or a comma at the end, as the document's example
 *  of `metadata` and some clients have it (facts 2.2). Undefined when it cannot be read, or nests deeper than 20. */
export function parseRelaxed(text: string): unknown {
  const value = parsed(text) ?? parsed(strict(text));
  return isDeeper(value, deepest) ? undefined : storable(value);
}

/** Whether a value nests deeper than so many levels of objects and arrays. */
export function isDeeper(value: unknown, levels = deepest): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A text in quotes (to the end, when they do not close), a word, a comma. */
const token = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[\w$][\w$-]*|,/gs;

/** The same as JSON has it; what is wrong otherwise stays wrong. */
function strict(text: string): string {
  return text.replace(token, (found, at: number) => {
    if (/^["']/.test(found)) return quoted(found);
    const next = followingMark(text, at + found.length);
    if (found === ",") return next === "]" || next === "}" ? "" : found;
    return next === ":" ? `"${found}"` : found;
  });
}

function followingMark(text: string, from: number): string | undefined {
  const mark = /\s*(.)/sy;
  mark.lastIndex = from;
  return mark.exec(text)?.[1];
}

function quoted(text: string): string {
  const inner = text.slice(1, -1).replace(/\\.|"|\p{Cc}/gsu, (piece) => {
    if (piece === "\\'") return "'";
    return piece.startsWith("\\") ? piece : JSON.stringify(piece).slice(1, -1);
  });
  return text.length > 1 && text.endsWith(text[0] ?? "") ? `"${inner}"` : text;
}
