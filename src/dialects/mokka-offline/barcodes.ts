import { createRequire } from "node:module";

export type Barcode = {
  readonly kind: "loan" | "return";
  /** The store as barcodes show it, see `storeInBarcode`. */
  readonly storeNumber: string;
  /** Minor units. */
  readonly amount: bigint;
  /** The nine digits of an order, see `orders[].guid`. */
  readonly guid: string;
};

const marks = { loan: "1", return: "2" } as const;
const layout = /^([12])([0-9A-Za-z]{5})(\d{6}|[1-9]\d{6,14})(\d{9})(\d)$/;

/** The text of a barcode (facts 4.4): kind, store, amount in six digits or as many as it needs, guid, check digit.
 *  Every part but the amount has its fixed width, so the length tells where the amount ends. Throws a RangeError for
 *  a guid that is not nine digits, and for a negative amount. */
export function barcodeOf({ kind, storeNumber, amount, guid }: Barcode): string {
  if (!/^\d{9}$/.test(guid)) throw new RangeError("a guid has nine digits");
  if (amount < 0n) throw new RangeError("an amount in a barcode cannot be negative");
  const price = String(amount).padStart(6, "0");
  return marks[kind] + storeInBarcode(storeNumber) + price + guid + checkDigit(guid);
}

/** What a barcode says; undefined when it is none of ours or was misread. Blanks around it do not matter. */
export function readBarcode(text: string): Barcode | undefined {
  const [, mark, storeNumber, amount, guid, check] = layout.exec(text.trim()) ?? [];
  if (!storeNumber || !amount || !guid || checkDigit(guid) !== check) return undefined;
  return { kind: mark === marks.loan ? "loan" : "return", storeNumber, amount: BigInt(amount), guid };
}

/** The five characters that stand for a store: the letters and digits of its number, the last five of more. */
export function storeInBarcode(storeNumber: string): string {
  return storeNumber
    .replace(/[^0-9A-Za-z]/g, "")
    .slice(-5)
    .padStart(5, "0");
}

/** Rows and columns of Damm's quasigroup. */
const damm = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
];

/** Damm's check digit: a single wrong digit and two neighbors swapped are always noticed. The provider's own rule is
 *  not known (facts 4.4); as there, the digit depends on the guid alone. */
function checkDigit(guid: string): string {
  return [...guid].reduce(
    (row, digit) => damm[Number.parseInt(row, 10)]?.[Number.parseInt(digit, 10)] ?? "",
    "0",
  );
}

const require = createRequire(import.meta.url);

/** Read when the first barcode is drawn, so that a server's start does not wait for it. */
function library(): typeof import("bwip-js/node") {
  return require("bwip-js/node");
}

const symbology = "code128";
/** In widths of the narrowest bar; scanners need ten of them free on both sides. */
const quiet = 10;
const barHeight = 40;
const textHeight = 14;

/** The text as Code 128, with the text below to be typed in by hand: an SVG document. Throws for a text outside of
 *  printable ASCII. */
export function barcodeSvg(text: string): string {
  const [symbol] = library().raw({ bcid: symbology, text: checked(text) });
  if (!symbol || !("sbs" in symbol)) throw new Error("no bars were drawn");
  const { bars, width } = barsOf(symbol.sbs);
  const height = barHeight + textHeight + quiet;
  const label = escapeXml(text);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<path d="${bars}" fill="#000" shape-rendering="crispEdges"/>`,
    `<text x="${width / 2}" y="${height - 6}" text-anchor="middle" font-family="monospace" font-size="11" `,
    `fill="#000">${label}</text></svg>`,
  ].join("");
}

/** From the widths of bar, gap, bar, gap and so on. */
function barsOf(widths: readonly number[]): { bars: string; width: number } {
  let x = quiet;
  let bars = "";
  for (const [i, width] of widths.entries()) {
    if (i % 2 === 0) bars += `M${x} 5h${width}v${barHeight}h-${width}z`;
    x += width;
  }
  return { bars, width: x + quiet };
}

/** The same as a PNG picture. */
export async function barcodePng(text: string): Promise<Buffer> {
  return library().toBuffer({
    bcid: symbology,
    text: checked(text),
    scale: 3,
    height: 12,
    includetext: true,
    textxalign: "center",
    padding: quiet,
    backgroundcolor: "ffffff",
  });
}

function checked(text: string): string {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError("a barcode holds printable ASCII");
  return text;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
