import { inflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { Tariff } from "../../../core/credit/index.ts";
import { money } from "../../../core/money/index.ts";
import {
  type DocumentFacts,
  documentKinds,
  documentLanguage,
  loanFacts,
  toHtml,
  toPdf,
  writeDocument,
} from "./index.ts";

const tariff: Tariff = {
  id: "t",
  storeId: "s",
  number: 176,
  kind: "installments",
  term: 3,
  currency: "PLN",
  minimum: 1n,
  maximum: null,
  monthlyRatePpm: 30_000n,
  overpaymentStep: 1n,
  instalmentStep: 100n,
  commissionPpm: 0n,
  every: "month",
  weekends: "keep",
};

const today = Temporal.PlainDate.from("2026-03-02");

const nobody: DocumentFacts = { country: "PL", language: "pl", lenderName: "Żabka Kredyt S.A.", today };

const facts: DocumentFacts = {
  ...nobody,
  merchantName: "Sklep Świętokrzyski",
  store: { name: "Filia 2", address: "ul. Łąkowa 1, Łódź" },
  customer: {
    firstName: "Świętopełk",
    surname: "Żółć-Gęślą",
    patronymic: "",
    birthOn: Temporal.PlainDate.from("1920-07-09"),
    email: "test@example.com",
    phone: "48333306323",
    details: {
      polishId: "OWK104876",
      pesel: "20070942507",
      address: {
        street: "Grzybowska",
        house: "2",
        apartment: "27",
        postalCode: "03-137",
        settlement: "Warszawa",
      },
    },
  },
  loan: loanFacts({ tariff, amount: 33_300n, startOn: today, reference: "212060491" }),
};

describe("a document", () => {
  const cases = documentKinds.flatMap((kind) =>
    (["pl", "ro", "en"] as const).map((language) => ({ kind, language })),
  );

  it.each(cases)(
    "$kind in $language is a page and a PDF, also before a customer is known",
    async (wanted) => {
      for (const known of [facts, nobody]) {
        const document = write(wanted.kind, { ...known, language: wanted.language });
        const html = toHtml(document);
        expect(html).toMatch(new RegExp(`^<!doctype html>\n<html lang="${wanted.language}">`));
        expect(html).not.toMatch(/undefined|null|NaN|\[object/);
        expect(openTags(html)).toEqual([]);
        expect(textOf(html)).toContain(known.lenderName);
        const pdf = await toPdf(document);
        expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      }
    },
  );

  it.each(["passport", "", "constructor", "__proto__"])("of the kind '%s' there is none", (kind) => {
    expect(writeDocument(kind, facts)).toBeUndefined();
  });

  it("that asks for data shows the customer's, with the numbers of papers masked", () => {
    const text = textOf(toHtml(write("credit_bureaus", facts)));
    expect(text).toContain("Świętopełk Żółć-Gęślą");
    expect(text).toContain("9 lipca 1920");
    expect(text).toContain("Grzybowska 2/27, 03-137 Warszawa");
    expect(text).toContain("*******2507");
    expect(text).toContain("*****4876");
    expect(text).not.toContain("20070942507");
    expect(text).not.toContain("OWK104876");
  });

  it("that says what a loan costs shows all of it, day by day", () => {
    const html = toHtml(write("agreement", facts)).replaceAll("\u00a0", " ");
    for (const words of [
      "333,00 zł",
      "362,97 zł",
      "29,97 zł",
      "2 kwietnia 2026",
      "2 maja 2026",
      "2 czerwca 2026",
      "121,00 zł",
      "120,97 zł",
      "212060491",
      "68,35%",
    ])
      expect(html).toContain(words);
  });

  it("of general terms names no customer", () => {
    for (const kind of ["regulations", "privacy_policy"])
      expect(toHtml(write(kind, facts))).not.toContain("Świętopełk");
  });

  it("cannot be made to run what a name says", () => {
    const hostile = '<script>alert("1")</script>&\'';
    const html = toHtml(
      write("agreement", {
        ...facts,
        lenderName: hostile,
        merchantName: hostile,
        store: { name: hostile, address: hostile },
        customer: facts.customer && { ...facts.customer, firstName: hostile, email: hostile },
      }),
    );
    expect(html).not.toContain("<script");
    expect(textOf(html)).toContain(hostile);
  });

  it("needs nothing from elsewhere", () => {
    for (const kind of documentKinds)
      expect(toHtml(write(kind, facts))).not.toMatch(/https?:|\bsrc=|\bhref=|url\(|@import/);
  });

  it("is in the language of the country, English for others", () => {
    expect(["PL", "RO", "BG"].map(documentLanguage)).toEqual(["pl", "ro", "en"]);
  });
});

describe("a PDF", () => {
  let pdf: Buffer;

  beforeAll(async () => {
    pdf = await toPdf(write("agreement", facts));
  });

  it("holds the text, with the letters of the language", () => {
    const text = textOfPdf(pdf);
    expect(text).toContain("Świętopełk Żółć-Gęślą");
    expect(text).toContain("Łąkowa 1, Łódź");
    expect(text.replaceAll("\u00a0", " ")).toContain("362,97 zł");
    expect(text).toMatch(/Strona 1 z \d/);
  });

  it("holds Romanian letters", async () => {
    const text = textOfPdf(await toPdf(write("personal_data", { ...facts, language: "ro" })));
    expect(text).toContain("portabilitatea");
    expect(text).toContain("ștergerea");
  });

  it("is the same for the same facts", async () => {
    expect((await toPdf(write("agreement", facts))).equals(pdf)).toBe(true);
  });

  it("is tagged and says its language", () => {
    expect(pdf.toString("latin1")).toMatch(/\/Lang \(.*pl/s);
    expect(pdf.toString("latin1")).toContain("/StructTreeRoot");
  });

  it("runs over as many pages as a schedule needs", async () => {
    const instalments = Array.from({ length: 120 }, (_, i) => ({
      dueOn: today.add({ months: i + 1 }),
      amount: money(1_000n, "PLN"),
    }));
    const loan = facts.loan && { ...facts.loan, instalments, total: money(120_000n, "PLN") };
    const text = textOfPdf(await toPdf(write("agreement", { ...facts, loan })));
    expect(text).toMatch(/Strona 4 z \d/);
    expect(text).toContain("2 marca 2036");
  });
});

function write(kind: string, known: DocumentFacts) {
  const document = writeDocument(kind, known);
  if (!document) throw new Error(`no ${kind}`);
  return document;
}

/** What was opened and not closed. */
function openTags(html: string): string[] {
  const open: string[] = [];
  for (const [, end, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (name === "meta") continue;
    if (!end) open.push(name);
    else if (open.pop() !== name) return [`wrong </${name}>`];
  }
  return open;
}

function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

/** What the glyphs stand for, by the maps that the PDF has for copying and reading aloud. */
function textOfPdf(pdf: Buffer): string {
  const source = pdf.toString("latin1");
  const streams = new Map<string, string>();
  for (const [, id = "", dictionary = "", body = ""] of source.matchAll(
    /(\d+) 0 obj\n<<((?:(?!endobj).)*?)>>\nstream\n(.*?)\nendstream/gs,
  ))
    streams.set(id, dictionary.includes("FlateDecode") ? inflate(body) : body);
  const fonts = new Map<string, string[]>();
  for (const [, name = "", id = ""] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const font = new RegExp(`(?:^|\n)${id} 0 obj\n.*?/ToUnicode (\\d+) 0 R`, "s").exec(source);
    fonts.set(name, glyphsOf(streams.get(font?.[1] ?? "") ?? ""));
  }
  return [...streams.values()]
    .filter((stream) => stream.includes(" Tf"))
    .map((stream) => read(stream, fonts))
    .join("\n");
}

function inflate(body: string): string {
  return inflateSync(Buffer.from(body, "latin1")).toString("latin1");
}

function glyphsOf(map: string): string[] {
  return [...map.matchAll(/\[([^\]]*)\]/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/<([0-9a-f ]+)>/g)].map(([, hex = ""]) =>
      Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le"),
    ),
  );
}

function read(stream: string, fonts: ReadonlyMap<string, string[]>): string {
  let glyphs: string[] = [];
  let text = "";
  for (const [, font, words] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
    if (font) glyphs = fonts.get(font) ?? [];
    for (const [, hex = ""] of words?.matchAll(/<([0-9a-f]+)>/g) ?? [])
      for (const code of hex.match(/.{4}/g) ?? []) text += glyphs[Number.parseInt(code, 16)] ?? "?";
    if (words) text += "\n";
  }
  return text;
}
