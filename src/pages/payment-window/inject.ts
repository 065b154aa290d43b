import { escapeHtml } from "../escape-html.ts";
import { type HtmlTag, tagsOf } from "./tags.ts";

/** The script variable `Mondido` that templates read (document, "Payment With Stored Cards"; `token` and the
 *  merchant are read by Mondido's own templates). */
export type MondidoVariable = {
  readonly token: string;
  readonly transaction: {
    readonly id: number;
    readonly amount: string;
    readonly metadata: unknown;
    readonly customer: {
      readonly id: number;
      readonly ref: string | null;
      readonly metadata: unknown;
      readonly stored_cards: readonly unknown[];
    } | null;
  };
  readonly merchant: { readonly id: number };
};

export type Injection = {
  readonly variable: MondidoVariable;
  /** Where a form with the id `mondidopayform` posts to, when its template does not say. */
  readonly action: string;
  /** Hidden fields for that form. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** The address of our script, to be loaded last. */
  readonly script?: string;
};

/** The page with what the hosted window promises its template: the variable `Mondido`, a form that knows where
 *  to post, and our script. Reads the page once; whatever is no HTML in it stays as it is. */
export function injectMondido(
  html: string,
  injection: Injection,
  { nonce }: { nonce?: string } = {},
): string {
  const nonceAttribute = nonce ? ` nonce="${escapeHtml(nonce)}"` : "";
  const tags = [...tagsOf(html, landmarks)];
  const variable = `<script${nonceAttribute}>Mondido = ${scriptJson(injection.variable)};</script>`;
  const insertions = [{ at: topOf(html, tags), text: variable }];
  for (const tag of tags) insertions.push(...intoForm(tag, injection));
  if (injection.script) {
    const text = `<script${nonceAttribute} src="${escapeHtml(injection.script)}" defer></script>`;
    insertions.push({ at: bottomOf(html, tags), text });
  }
  return inserted(html, insertions);
}

const landmarks = new Set(["html", "head", "body", "form"]);

/** JSON that may stand in a script element: no sign in it ends the script or begins a comment. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

type Insertion = { readonly at: number; readonly text: string };

const doctype = /^\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<!doctype[^>]*>/i;

function topOf(html: string, tags: readonly HtmlTag[]): number {
  const opening = (name: string) => tags.find((tag) => tag.name === name && !tag.closing)?.end;
  return opening("head") ?? opening("html") ?? doctype.exec(html)?.[0].length ?? 0;
}

function bottomOf(html: string, tags: readonly HtmlTag[]): number {
  const closing = (name: string) => tags.findLast((tag) => tag.name === name && tag.closing)?.start;
  return closing("body") ?? closing("html") ?? html.length;
}

function intoForm(tag: HtmlTag, { action, hidden = {} }: Injection): Insertion[] {
  if (tag.name !== "form" || tag.closing || tag.attributes.get("id") !== "mondidopayform") return [];
  // First in the tag, because of two attributes with one name a browser takes the first.
  const address = tag.attributes.get("action")?.trim() ? "" : ` action="${escapeHtml(action)}"`;
  const method = tag.attributes.get("method")?.trim() ? "" : ' method="post"';
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return [
    { at: tag.start + "<form".length, text: address + method },
    { at: tag.end, text: fields.join("") },
  ];
}

function inserted(html: string, insertions: readonly Insertion[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { at, text } of insertions.toSorted((a, b) => a.at - b.at)) {
    pieces.push(html.slice(from, at), text);
    from = at;
  }
  return pieces.join("") + html.slice(from);
}
