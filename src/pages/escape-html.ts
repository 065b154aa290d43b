const special = /[&<>"']/;
const everySpecial = /[&<>"']/g;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

/** What a template prints, as text of an element or of a quoted attribute. Throws for what is neither text nor
 *  a number: a gap or `[object Object]` is our mistake, and a page with one is not shown. */
export function escapeHtml(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") throw new TypeError(`a page cannot print ${typeof value}`);
  return special.test(value) ? value.replace(everySpecial, (character) => entities[character] ?? "") : value;
}
