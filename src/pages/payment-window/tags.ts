/** A start or end tag of an HTML text: its name in lower case, and where it begins and ends. */
export type HtmlTag = {
  readonly name: string;
  readonly closing: boolean;
  readonly start: number;
  readonly end: number;
  /** By name in lower case; of several with one name the first counts, as in a browser. */
  readonly attributes: ReadonlyMap<string, string>;
};

/** Elements whose content is text up to their own end tag. */
const textElements = new Set([
  "script",
  "style",
  "textarea",
  "title",
  "xmp",
  "iframe",
  "noembed",
  "noframes",
]);

const none: ReadonlyMap<string, string> = new Map();

/** The tags with these names (in lower case) in an HTML text, in order and as a browser finds them: not those
 *  in comments, scripts or other text elements. Reads the text once. */
export function* tagsOf(html: string, names: ReadonlySet<string>): Generator<HtmlTag> {
  let at = 0;
  for (;;) {
    const start = html.indexOf("<", at);
    if (start < 0) return;
    const next = html[start + 1] ?? "";
    if (next === "!" || next === "?") {
      at = endOfDeclaration(html, start);
      continue;
    }
    const closing = next === "/";
    const nameAt = closing ? start + 2 : start + 1;
    if (!isLetter(html[nameAt])) {
      at = start + 1;
      continue;
    }
    const tag = readTag(html, start, nameAt, names);
    if (!tag) return;
    if (names.has(tag.name)) yield tag;
    at = !closing && textElements.has(tag.name) ? endOfText(html, tag) : tag.end;
  }
}

function endOfDeclaration(html: string, start: number): number {
  const isComment = html.startsWith("<!--", start);
  if (isComment && /^-{0,1}>/.test(html.slice(start + 4, start + 6))) return html.indexOf(">", start) + 1;
  const end = isComment ? endOfComment(html, start + 4) : html.indexOf(">", start) + 1;
  return end > 0 ? end : html.length;
}

function endOfComment(html: string, from: number): number {
  const end = /--!?>/g;
  end.lastIndex = from;
  return end.exec(html) ? end.lastIndex : 0;
}

function endOfText(html: string, { name, end }: HtmlTag): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  close.lastIndex = end;
  return close.exec(html)?.index ?? html.length;
}

const attribute = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)?))?/y;

function readTag(
  html: string,
  start: number,
  nameAt: number,
  names: ReadonlySet<string>,
): HtmlTag | undefined {
  let at = nameAt;
  while (at < html.length && !/[\s/>]/.test(html[at] ?? "")) at += 1;
  const name = html.slice(nameAt, at).toLowerCase();
  const attributes = names.has(name) ? new Map<string, string>() : undefined;
  for (;;) {
    while (at < html.length && /[\s/]/.test(html[at] ?? "")) at += 1;
    if (at >= html.length) return undefined;
    if (html[at] === ">")
      return { name, closing: nameAt > start + 1, start, end: at + 1, attributes: attributes ?? none };
    attribute.lastIndex = at;
    const [whole = "", key = "", double, single, bare] = attribute.exec(html) ?? [];
    if (whole === "") {
      at += 1;
      continue;
    }
    if (attributes && !attributes.has(key.toLowerCase()))
      attributes.set(key.toLowerCase(), double ?? single ?? bare ?? "");
    at += whole.length;
  }
}

function isLetter(sign: string | undefined): boolean {
  return sign !== undefined && /[a-z]/i.test(sign);
}
