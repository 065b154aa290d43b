import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";

type Rule = {
  readonly name: string;
  readonly instead: string;
  /** What must not stand in a file; tried on the file's text without comments, or on its path. */
  readonly banned: RegExp;
  readonly looksAt?: "code" | "comments too" | "path";
  readonly within: RegExp;
  readonly except?: RegExp;
  /** Lines the rule must catch, with a ¦ in each so that this file does not break the rule itself. */
  readonly caught: readonly string[];
};

const testFile = /\.test\.ts$/;
const source = /^src\//;
const everything = /^/;

const rules: readonly Rule[] = [
  {
    name: "the clock is read in one place",
    instead: "Use tx.now in a verb, and the Clock from src/platform/clock.ts at the edge.",
    banned: /\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b/,
    within: source,
    except: /^src\/platform\/clock\.ts$|\.test\.ts$/,
    caught: ["Date.¦now()", "new ¦Date()", "Temporal.¦Now.instant()"],
  },
  {
    name: "the environment is read in one place",
    instead: "Add the setting to src/platform/config and have it handed in.",
    banned: /\bprocess\.env\b|\bfrom "(?:node:)?process"/,
    within: source,
    except: /^src\/platform\/config\/|\.test\.ts$/,
    caught: ["process.¦env.PORT", 'import { env } ¦from "node:¦process";'],
  },
  {
    name: "no chance without a seed",
    instead: "Use src/platform/ids for identifiers, src/platform/crypto for secrets, a seed in a test.",
    banned: /\bMath\.random\b/,
    within: /^(src|test|examples)\//,
    caught: ["Math.¦random()"],
  },
  {
    name: "identifiers and secrets are made in one place",
    instead:
      "Use tx.id() or tx.token() in a verb; at the edge, what src/platform/ids and src/platform/crypto export.",
    banned: /\b(randomUUID|randomBytes|randomInt|getRandomValues)\b/,
    within: source,
    except: /^src\/platform\/(ids|crypto)\/|\.test\.ts$/,
    caught: ["crypto.random¦UUID()", "random¦Bytes(16)"],
  },
  {
    name: "money is never a float",
    instead:
      "Keep minor units in a bigint; read and write decimals digit by digit, as src/core/money/decimal.ts does.",
    banned: /\b(parseFloat|Number)\(|\.toFixed\(/,
    within: /^src\/(core\/|dialects\/.*\bmoney\.ts$)/,
    except: /^src\/core\/money\/|\.test\.ts$/, // the arithmetic itself: exact, and held to it by properties
    caught: ["Number¦(amount) / 100", "parse¦Float(text)", "amount.to¦Fixed(2)"],
  },
  {
    name: "nothing is left for later in a comment",
    instead: "Do it now, or open an issue and delete the comment.",
    banned: /(?:\/\/|\/?\*|--|#|<!--)(?:[^\n]*\b(?:FIX(?:ME)|TO(?:DO))\b|\s*X{3}\b)/,
    looksAt: "comments too",
    within: everything,
    caught: ["// TO¦DO: round", " * FIX¦ME", "-- XX¦X"],
  },
  {
    name: "a file says what it is about",
    instead:
      "Name it after what is inside; what two dialects share lives in dialects/toolkit under its own name.",
    banned: /(^|[/.-])(utils?|helpers?|common|managers?|services?)([/.-]|$)/i,
    looksAt: "path",
    within: everything,
    caught: ["src/core/utils/dates.ts", "src/pages/form-helpers.ts", "src/common.ts"],
  },
  {
    name: "no cast to any",
    instead: "Narrow with Zod at the edge, or say the type; unknown is honest where it is not known.",
    banned: /\bas\s+any\b|<an(?:y)>/,
    within: everything,
    caught: ["body as ¦any", "<¦any>body"],
  },
  {
    name: "every test runs",
    instead: "Make it pass or delete it; the code that does not work yet is not in yet.",
    banned: /\b(it|test|describe|suite|bench)\.(?:only|skip|todo)\b/,
    within: testFile,
    caught: ["it.¦only('pays', …)", "describe.¦skip('credit', …)"],
  },
  {
    name: "SQL lives in queries.ts",
    instead: "Move the query into the module's queries.ts and give it a name.",
    banned:
      /(["'`])(?:(?!\1)[\s\S])*?\b(?:select\s(?:(?!\1)[\s\S])+?\sfrom\s+[\w"$]|insert into\s+[\w"$]|update\s+[\w".]+\s+set\s|delete from\s+[\w"$])/,
    within: source,
    except: /\/queries\.ts$|^src\/platform\/db\/|\.test\.ts$/,
    caught: ["`¦select id\n from payment`", '"¦delete from hold"', "sql`¦update payment set state = $1`"],
  },
  {
    name: "a payment is stored in one place",
    instead:
      "Use insertPayment and savePayment of core/payments: they see to its deadline and its reference.",
    banned: /\.(?:insert|update)\(\s*payments\b/,
    within: source,
    except: /^src\/core\/payments\/(save-payment|card\/record-charge)\.ts$|\.test\.ts$/,
    caught: ["tx.update(¦payments, { ...payment, state })", "tx.insert(¦payments, opened)"],
  },
  {
    name: "core knows no HTTP",
    instead: "Let the dialect or the rail talk to the network; core decides, and records what is to be sent.",
    banned: /\bfrom "(?:node:)?(?:http|https|http2|net|tls|undici|fastify|@fastify\/[^"]+)"|\bfetch\(/,
    within: /^src\/core\//,
    caught: ['import { request } ¦from "node:http";', "await ¦fetch(url)"],
  },
];

/** Files of src that are long because they are tables. */
const longTables: readonly string[] = [];
const longestFile = 350;

const root = join(import.meta.dirname, "..");
const folders = ["src", "test", "bench", "examples", "scripts", "migrations"].filter((folder) =>
  existsSync(join(root, folder)),
);
const ours = /\.(ts|tsx|mjs|cjs|sql|css|liquid|eta|html)$/;

const files = folders.flatMap(filesOf);

function filesOf(folder: string): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ours.test(entry.name) && !entry.parentPath.includes("node_modules"))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: relative(root, file).split(sep).join("/"), text: readFileSync(file, "utf8") };
    });
}

/** Blanks the comments and keeps the lines, so that places stay right. */
function withoutComments(text: string): string {
  const blank = (comment: string) => comment.replaceAll(/[^\n]/g, " ");
  return text.replaceAll(/(?<=^|\s)\/\*[\s\S]*?\*\//g, blank).replaceAll(/(?<=^|\s)\/\/[^\n]*/g, blank);
}

function placesIn({ path, text }: { path: string; text: string }, { banned, looksAt }: Rule): string[] {
  if (looksAt === "path") return banned.test(path) ? [path] : [];
  const searched = looksAt === "comments too" ? text : withoutComments(text);
  return [...searched.matchAll(new RegExp(banned, `g${banned.flags}`))].map((match) => {
    const line = searched.slice(0, match.index + match[0].length).split("\n").length;
    return `${path}:${line}: ${text.split("\n")[line - 1]?.trim()}`;
  });
}

describe.each(rules)("$name", (rule) => {
  it("everywhere", () => {
    const subject = files.filter(({ path }) => rule.within.test(path) && !rule.except?.test(path));
    expect(
      subject.flatMap((file) => placesIn(file, rule)),
      rule.instead,
    ).toEqual([]);
  });

  it.each(rule.caught)("catches %s", (line) => {
    const text = line.replaceAll("¦", "");
    expect(placesIn({ path: rule.looksAt === "path" ? text : "sample.ts", text }, rule)).not.toEqual([]);
  });
});

describe("files stay short", () => {
  const code = files.filter(({ path }) => source.test(path) && /\.tsx?$/.test(path) && !testFile.test(path));
  const lengths = code.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));
  const long = lengths.filter(({ lines }) => lines > longestFile).map(({ path }) => path);

  it(`no file of src is longer than ${longestFile} lines, except the tables named here`, () => {
    expect(
      long.filter((path) => !longTables.includes(path)),
      "Split it by what it is about; if it is one long table, add it to longTables.",
    ).toEqual([]);
  });

  it("and the tables named here are long", () => {
    expect(
      longTables.filter((path) => !long.includes(path)),
      "Take it off longTables.",
    ).toEqual([]);
  });
});
