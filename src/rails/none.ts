import type { Rails } from "./rails.ts";

/** Live mode without a configured rail: nobody is approved, no text message and no mail leaves, nobody is
 *  charged. What asks for a
 *  card or an invoice throws. */
export const noRails: Rails = {
  isTestPhone: () => false,
  bureau: { assess: async () => ({ decision: "declined", reason: "policy" }) },
  sms: {
    send: async () => missing("SMS gateway"),
  },
  mail: {
    send: async () => ({ outcome: "connection", status: null, answer: "no mail server is configured" }),
  },
  collector: { collect: async () => "not_paid" },
  acquirer: {
    authorize: async () => missing("acquirer"),
    // Nothing was ever authorized, so there is nothing to let go of.
    reverse: async () => undefined,
  },
  authenticator: {
    begin: async () => missing("3-D Secure server"),
    finish: async () => missing("3-D Secure server"),
  },
  // A card without a token is handed over by its number, encrypted.
  tokens: { tokenize: async () => undefined },
  reactionOf: () => undefined,
  invoices: {
    find: async () => missing("invoice provider"),
    approve: async () => missing("invoice provider"),
  },
};

function missing(rail: string): never {
  throw new Error(`no ${rail} is configured`);
}
