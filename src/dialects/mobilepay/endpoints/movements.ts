import type { z } from "zod";
import type { House } from "../../../core/house.ts";
import { cancel, capture, type Report, refund } from "../../../core/wallet/index.ts";
import { checkAmount } from "../money.ts";
import { type Operation, operation } from "../operation.ts";
import {
  CancelRequest,
  CancelResponse,
  CaptureRequest,
  CaptureResponse,
  MitCaptureRequest,
  RefundRequest,
  RefundResponse,
} from "../schemas/movements.ts";
import { checkTime } from "../time.ts";
import { termsOf, walletOf } from "../wallet.ts";
import { prefixes } from "./prefixes.ts";

const payments = `${prefixes.main}/api/v1/payments/:paymentId` as const;
const charges = `${prefixes.main}/api/v3/recurring/payments/merchant-initiated/:paymentId` as const;

type Kind = {
  readonly base: typeof payments | typeof charges;
  readonly method: Report["method"];
  /** As the document calls it. */
  readonly noun: string;
  readonly captureBody: typeof CaptureRequest | typeof MitCaptureRequest;
};

/** The reports on payments of users. */
export const movements = reportsOn({
  base: payments,
  method: "wallet",
  noun: "payment",
  captureBody: CaptureRequest,
});

/** The reports on charges under agreements. */
export const mitMovements = reportsOn({
  base: charges,
  method: "mandate",
  noun: "MIT payment",
  captureBody: MitCaptureRequest,
});

function reportsOn({ base, method, noun, captureBody }: Kind): Operation[] {
  return [
    operation({
      name: `Capture ${noun}`,
      method: "POST",
      path: `${base}/captures`,
      body: captureBody,
      answer: CaptureResponse,
      // The attempt is named in the body.
      refusals: { attempt_not_found: 4022 },
      run({ house, ids, body, merchantId }) {
        const attemptId = "authorizationAttemptId" in body ? body.authorizationAttemptId : undefined;
        const told = { ...body, ...ids, method, merchantId, identifier: body.captureIdentifier };
        return captureFor(house, { ...reportOf(house, told), attemptId });
      },
    }),
    operation({
      name: `Cancel ${noun}`,
      method: "POST",
      path: `${base}/cancels`,
      body: CancelRequest,
      answer: CancelResponse,
      async run({ house, ids, body, merchantId }) {
        const told = { ...body, ...ids, method, merchantId, identifier: body.cancelIdentifier };
        const report = reportOf(house, told);
        const { id } = await house.write((tx) => cancel(tx, report));
        return { cancelId: id };
      },
    }),
    operation({
      name: `Refund ${noun}`,
      method: "POST",
      path: `${base}/refunds`,
      body: RefundRequest,
      answer: RefundResponse,
      async run({ house, ids, body, merchantId }) {
        const told = { ...body, ...ids, method, merchantId, identifier: body.refundIdentifier };
        const report = reportOf(house, told);
        const { id } = await house.write((tx) => refund(tx, report));
        return { refundId: id };
      },
    }),
  ];
}

async function captureFor(
  house: House,
  report: Report & { readonly attemptId: string | undefined },
): Promise<z.input<typeof CaptureResponse>> {
  const wallet = await walletOf(house);
  const { amount } = report;
  const { id } = await house.write((tx) =>
    capture(tx, { ...report, terms: termsOf(wallet, { amount, details: { items: [] } }, tx.now) }),
  );
  return { captureId: id };
}

type ToldReport = Omit<Report, "reportedAt"> & { readonly timestamp: Temporal.Instant };

/** Faults 4003, 4005. */
function reportOf(
  { now }: Pick<House, "now">,
  { method, paymentId, merchantId, identifier, amount, timestamp }: ToldReport,
): Report {
  checkAmount(amount);
  return { method, paymentId, merchantId, identifier, amount, reportedAt: checkTime(timestamp, now()) };
}
