import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createServer } from "../../platform/http/index.ts";
import { createLog } from "../../platform/log/index.ts";
import { registerTill } from "./routes.ts";

// What its module exports by this name is another thing than its types say.
const library: typeof import("bwip-js/node") = createRequire(import.meta.url)("bwip-js/node");

type Catalog = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

const { en } = (await browserModule("texts/en.js")) as { en: Catalog };
const { pl } = (await browserModule("texts/pl.js")) as { pl: Catalog };
const { code128 } = (await browserModule("code128.js")) as { code128: (text: string) => number[] };

describe("the till's page", () => {
  it("has nothing in it that its policy would refuse, and loads nothing from elsewhere", async () => {
    const { headers, body } = await get("/till");
    expect(headers["content-security-policy"]).toContain("connect-src 'self'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(body).not.toMatch(/<style|\sstyle=|\son\w+=|<script>|https?:/);
    expect(body).toContain("The till needs JavaScript");
  });

  it("finds all its files, which may be kept forever", async () => {
    const { body } = await get("/till");
    const files = [...body.matchAll(/(?:href|src)="(\/assets\/till-[^"]+)"/g)].map(([, path = ""]) => path);
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const { statusCode, headers } = await get(file);
      expect([file, statusCode]).toEqual([file, 200]);
      expect(headers["cache-control"]).toContain("immutable");
    }
  });

  it.each([
    ["pl-PL,pl;q=0.9", "pl"],
    ["en-GB", "en"],
    ["ro", "en"],
    ["", "en"],
  ])("speaks to a browser that prefers %j in %s", async (acceptLanguage, language) => {
    const { body } = await get("/till", acceptLanguage);
    expect(body).toContain(`<html lang="${language}">`);
  });
});

describe("the texts", () => {
  it("are the same in both languages, with the same parameters and no loose ends", () => {
    expect(Object.keys(pl)).toEqual(Object.keys(en));
    for (const [key, master] of Object.entries(en)) {
      for (const form of [...formsOf(master), ...formsOf(pl[key] ?? "")]) {
        expect(form, key).toBe(form.trim());
        expect(form, key).not.toBe("");
      }
      const used = [master, pl[key] ?? ""].map((entry) => parametersOf(formsOf(entry).join(" ")));
      expect(used[1], key).toEqual(used[0]);
    }
  });

  it("have a form for each plural category", () => {
    for (const [locale, catalog] of Object.entries({ en, pl })) {
      const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
      for (const entry of Object.values(catalog)) {
        if (typeof entry !== "string")
          expect(Object.keys(entry).toSorted()).toEqual(pluralCategories.toSorted());
      }
    }
  });
});

describe("a barcode on the screen", () => {
  const texts = fc.oneof(
    fc.stringMatching(/^(\d\d){2,15}$/),
    fc.stringMatching(/^[ -/:-~]{1,20}$/),
    fc.stringMatching(/^[A-Za-z]{1,6}(\d\d){3,8}$/),
  );

  it("has the bars that a library draws", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(code128(text)).toEqual(barsOf(text));
      }),
    );
  });

  it("of the document's examples too", () => {
    for (const text of ["1000021383002120604911", "10PL02000000test3393674248"]) {
      expect(code128(text)).toEqual(barsOf(text));
    }
  });
});

function barsOf(text: string): unknown {
  const [symbol] = library.raw({ bcid: "code128", text });
  return symbol && "sbs" in symbol ? symbol.sbs : undefined;
}

function browserModule(file: string): Promise<unknown> {
  return import(new URL(`./browser/${file}`, import.meta.url).href);
}

async function get(url: string, acceptLanguage = "") {
  const server = createServer(createLog("silent"));
  registerTill(server);
  return server.inject({ method: "GET", url, headers: { "accept-language": acceptLanguage } });
}

function formsOf(entry: string | Readonly<Record<string, string>>): string[] {
  return typeof entry === "string" ? [entry] : Object.values(entry);
}

function parametersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name))].toSorted();
}
