import { readFileSync } from "node:fs";
import { Eta } from "eta/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { formatDecimal } from "../core/money/index.ts";
import { sha256Hex } from "../platform/crypto/index.ts";
import { pageHeaders, rawBody } from "../platform/http/index.ts";

type Challenge = {
  readonly id: string;
  /** In minor units. */
  readonly amount: string;
  readonly currency: string;
  readonly merchantName: string;
  /** Masked. */
  readonly cardNumber: string;
  readonly returnUrl: string;
};

/** The bank of the card: tells what it is asked, and says what its holder answered. */
export type CardBank = {
  read(paReq: unknown): Challenge | undefined;
  answer(challenge: Challenge, isHolder: boolean): string;
};

type Page = {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
  readonly form?: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly buttons: readonly { readonly label: string; readonly verdict?: "approve" | "refuse" }[];
  };
  /** Whether the page goes on by itself. */
  readonly leaves?: true;
};

type Visit = { readonly challenge: Challenge; readonly fields: Readonly<Record<string, string>> };

const stylesheet = asset("css", "text/css; charset=utf-8");
const script = asset("js", "text/javascript; charset=utf-8");

const engine = new Eta({ debug: true });
engine.loadTemplate("acs", textOf("eta"));

const longestField = 8_192;

/** The page on which a card's bank asks the shopper: the access control server of 3-D Secure. It is sent `PaReq`,
 *  `MD` and `TermUrl`, and sends `PaRes` and `MD` to the address that the `PaReq` was signed with. */
export function registerAcs(server: FastifyInstance, bank: CardBank): void {
  for (const { path, type, body } of [stylesheet, script]) {
    server.get(path, (_request, reply) =>
      reply.type(type).header("cache-control", "public, max-age=31536000, immutable").send(body),
    );
  }

  server.post("/sandbox/acs", (request, reply) => {
    const visit = visitOf(request, bank);
    return visit ? sendPage(reply, question(visit)) : sendPage(reply.code(400), unreadable);
  });

  server.post("/sandbox/acs/answer", (request, reply) => {
    const visit = visitOf(request, bank);
    const verdict = fieldsOf(request).verdict;
    if (!visit || (verdict !== "approve" && verdict !== "refuse")) {
      return sendPage(reply.code(400), unreadable);
    }
    const paRes = bank.answer(visit.challenge, verdict === "approve");
    return sendPage(reply, wayBack(visit, paRes));
  });
}

/** Undefined when the request was not made here, or wants to lead elsewhere than it was made to. */
function visitOf(request: FastifyRequest, bank: CardBank): Visit | undefined {
  const { PaReq = "", MD = "", TermUrl = "" } = fieldsOf(request);
  const challenge = bank.read(PaReq);
  if (!challenge || TermUrl !== challenge.returnUrl || MD.length > longestField) return undefined;
  return { challenge, fields: { PaReq, MD, TermUrl } };
}

function question({ challenge, fields }: Visit): Page {
  const { merchantName, currency, cardNumber } = challenge;
  const amount = formatDecimal({ amount: BigInt(challenge.amount), currency });
  return {
    title: "Is it you who pays?",
    note: "No bank is asked: what you choose is what the shop hears.",
    rows: [
      ["Shop", merchantName],
      ["Amount", `${amount} ${currency}`],
      ["Card", cardNumber],
    ],
    form: {
      action: "/sandbox/acs/answer",
      fields,
      buttons: [
        { label: "Approve", verdict: "approve" },
        { label: "Refuse", verdict: "refuse" },
      ],
    },
  };
}

function wayBack({ challenge, fields: { MD = "" } }: Visit, paRes: string): Page {
  return {
    title: "Back to the shop",
    note: "If nothing happens, press the button.",
    rows: [],
    form: {
      action: challenge.returnUrl,
      fields: { PaRes: paRes, MD },
      buttons: [{ label: "Continue" }],
    },
    leaves: true,
  };
}

const unreadable: Page = {
  title: "This cannot be read",
  note: "Go back to the shop and pay again.",
  rows: [],
};

function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  // The way back ends at the shop, and browsers hold a form's redirects against form-action too. Its action is ours.
  pageHeaders(reply, { framedByAnyone: true, ...(page.leaves && { formTargets: ["https:", "http:"] }) });
  const model = { ...page, stylesheet: stylesheet.path, script: script.path };
  return reply.send(engine.render("acs", model));
}

function fieldsOf(request: FastifyRequest): Readonly<Record<string, string>> {
  return Object.fromEntries([...new URLSearchParams(rawBody(request).toString())].slice(0, 20));
}

function asset(extension: string, type: string) {
  const body = textOf(extension);
  return { path: `/assets/acs-${sha256Hex(body).slice(0, 12)}.${extension}`, type, body };
}

function textOf(extension: string): string {
  return readFileSync(new URL(`./acs.${extension}`, import.meta.url), "utf8");
}
