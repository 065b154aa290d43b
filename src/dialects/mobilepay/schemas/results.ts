import { z } from "zod";
import { reasonOf } from "../reason-codes.ts";
import { int32, optional, text, webUrl } from "./fields.ts";

const acquirer = {
  acquirerVatNumber: optional(text(255)),
  acquirerMerchantId: optional(text(255)),
  acquirerPaymentReference: optional(text(255)),
};

const told = {
  succeeded: z.boolean(),
  reasonCode: optional(int32),
  reasonMessage: optional(text()),
  ...acquirer,
};

/** How the charge of a card went, or its check. */
export const ResultRequest = z
  .object({ ...told, threeDSecureUrl: optional(webUrl) })
  .check(({ value, issues }) => {
    const message = "is required for reason code 1008";
    if (!value.succeeded && value.reasonCode === 1008 && value.threeDSecureUrl === undefined)
      issues.push({ code: "custom", path: ["threeDSecureUrl"], message, input: value });
    issues.push(...unexplained(value));
  });

/** The same of a MIT payment, which knows no 3-D Secure. */
export const MitResultRequest = z.object(told).check(({ value, issues }) => {
  issues.push(...unexplained(value));
});

/** A failure without its reason. */
function unexplained(value: {
  succeeded: boolean;
  reasonCode?: number | undefined;
  reasonMessage?: string | undefined;
}) {
  if (value.succeeded) return [];
  const issue = (path: string, message: string) => ({
    code: "custom" as const,
    path: [path],
    message,
    input: value,
  });
  const required = "is required unless it succeeded";
  return [
    ...(value.reasonCode === undefined ? [issue("reasonCode", required)] : []),
    ...(value.reasonMessage === undefined ? [issue("reasonMessage", required)] : []),
    ...(value.reasonCode !== undefined && !reasonOf(value.reasonCode)
      ? [issue("reasonCode", "is no reason code")]
      : []),
  ];
}
