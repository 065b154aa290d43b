import type { Assessment } from "../../core/credit/index.ts";
import type { Reaction } from "../../core/wallet/index.ts";
import type { Rails } from "../rails.ts";
import { acquirer } from "./acquirer.ts";
import { invoices } from "./invoices.ts";
import { tokens } from "./tokens.ts";

/** The limit that the simulated bureau grants, in minor units of any currency. */
const grantedLimit = 10_000_000n;

/** What the simulated bureau answers, by the last three digits of a phone that begins with 333 (the document's
 *  "Special clients number for testing"). */
const assessments: Readonly<Record<string, Assessment>> = {
  "610": { decision: "declined", reason: "blocked" },
  "630": { decision: "declined", reason: "limit_not_enough" },
  "681": { decision: "declined", reason: "overdue" },
};

const approved: Assessment = { decision: "approved", limit: grantedLimit };

/** Phones (333…682, our own addition) whose owners do not pay what is due. */
const neverPays = /333\d{3}682$/;

/** Phones that nobody has to pick up (MobilePay facts 6). */
const reactions: Readonly<Record<string, Reaction>> = {
  "+4511111111": "approves",
  "+4522222222": "rejects",
  "+4555555555": "ignores",
};

/** The outside world of the sandbox, but for 3-D Secure, which needs a key (`createAuthenticator`). Inputs are
 *  documented in docs/reference/simulator.md. */
export const simulator: Omit<Rails, "authenticator"> = {
  isTestPhone: (phone) => /333\d{6}$/.test(phone),
  bureau: {
    async assess({ phone }) {
      const [, ending = ""] = phone.match(/333\d{3}(\d{3})$/) ?? [];
      return assessments[ending] ?? approved;
    },
  },
  sms: { send: async () => undefined },
  mail: { send: async () => ({ outcome: "delivered", status: null, answer: "" }) },
  collector: {
    async collect({ phone }) {
      return neverPays.test(phone) ? "not_paid" : "paid";
    },
  },
  acquirer,
  invoices,
  tokens,
  reactionOf: (phone) => reactions[phone],
};
