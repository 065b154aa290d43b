/** The template with its printing tags mended as Ruby's lax Liquid reads them: `{{{ x }}` and `{{ x }` are
 *  `{{ x }}`. What is not a printing tag stays as it is, and so does what stands in a `raw` block. */
export function repairOutputs(source: string): string {
  const pieces: string[] = [];
  let at = 0;
  while (at < source.length) {
    const open = nextTag(source, at);
    if (open < 0) break;
    pieces.push(source.slice(at, open));
    const end = source[open + 1] === "%" ? endOfTag(source, open) : endOfOutput(source, open);
    if (end < 0) {
      at = open;
      break;
    }
    const token = source.slice(open, end);
    pieces.push(token.startsWith("{{") ? repaired(token) : token);
    at = end;
  }
  return pieces.join("") + source.slice(at);
}

function nextTag(source: string, from: number): number {
  for (let at = source.indexOf("{", from); at >= 0; at = source.indexOf("{", at + 1)) {
    const next = source[at + 1];
    if (next === "{" || next === "%") return at;
  }
  return -1;
}

const rawBlock = /^\{%-?\s*raw\s*-?%\}$/;

function endOfTag(source: string, open: number): number {
  const close = source.indexOf("%}", open + 2);
  if (close < 0) return -1;
  if (!rawBlock.test(source.slice(open, Math.min(close + 2, open + 100)))) return close + 2;
  const end = /\{%-?\s*endraw\s*-?%\}/g;
  end.lastIndex = close;
  return end.exec(source) ? end.lastIndex : -1;
}

/** Just after the brace or braces that close the output, passing over quoted text. */
function endOfOutput(source: string, open: number): number {
  let quote = "";
  for (let at = open + 2; at < source.length; at++) {
    const sign = source[at] ?? "";
    if (quote) {
      if (sign === quote) quote = "";
    } else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === "}") return source[at + 1] === "}" ? at + 2 : at + 1;
  }
  return -1;
}

function repaired(token: string): string {
  const inner = token.slice(2, token.endsWith("}}") ? -2 : -1);
  return `{{${inner.replace(/^\{+/, "")}}}`;
}
