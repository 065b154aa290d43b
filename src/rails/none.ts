import type { Rails } from "./rails.ts";

/** Live mode without a configured rail: nobody is approved, no text message leaves, nobody is charged. */
export const noRails: Rails = {
  isTestPhone: () => false,
  bureau: { assess: async () => ({ decision: "declined", reason: "policy" }) },
  sms: {
    send: async () => {
      throw new Error("no SMS gateway is configured");
    },
  },
  collector: { collect: async () => "not_paid" },
};
