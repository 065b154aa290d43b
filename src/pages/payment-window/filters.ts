/** The root `window`: what the filters fall back to where the payment and the merchant's settings are silent. */
export type WindowDefaults = {
  /** Where the page's scripts find the API of the hosted window, ending in a slash. */
  readonly endpoint: string;
  readonly css_endpoint: string;
  readonly payment_js_endpoint: string;
  readonly lang_endpoint: string;
  readonly payment_method: string;
  /** `b2c` or `b2b`. */
  readonly segmentation: string;
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly name: string;
  readonly logo: string;
  readonly terms: string;
};

/** The filters that fill a gap, and the key of the root `window` that each fills it with. */
const fallbacks = {
  default_endpoint: "endpoint",
  default_css_endpoint: "css_endpoint",
  default_payment_js_endpoint: "payment_js_endpoint",
  default_lang_endpoint: "lang_endpoint",
  default_payment_method: "payment_method",
  default_segmentation: "segmentation",
  default_metadata_country: "country",
  default_string_empty_name: "name",
  default_string_empty_logo: "logo",
  default_string_empty_terms: "terms",
} as const satisfies Record<string, keyof WindowDefaults>;

type Filter = (value: unknown, window: Readonly<Record<string, unknown>>) => unknown;

/** Mondido's own filters (its published templates use them; no document names them), each given the value and
 *  the root `window`. A gap is nil or an empty text. */
export const mondidoFilters: Readonly<Record<string, Filter>> = {
  default_true: (value) => booleanOf(value, true),
  default_false: (value) => booleanOf(value, false),
  replace_metadata: (value) => insideScriptText(value),
  ...Object.fromEntries(
    Object.entries(fallbacks).map(([filter, key]): [string, Filter] => [
      filter,
      (value, window) => (isGap(value) ? (window[key] ?? "") : value),
    ]),
  ),
};

const untrue = new Set(["false", "0", "no", "off"]);

function booleanOf(value: unknown, fallback: boolean): boolean {
  if (isGap(value)) return fallback;
  return !untrue.has(String(value).toLowerCase());
}

function isGap(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** The value's text, written so that between the quotes of a JavaScript string it stands for just that text. */
function insideScriptText(value: unknown): string {
  const text = isGap(value) ? "" : String(value);
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/['<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
