import { z } from "zod";
import { amount, optional, reference, timestamp, uuid } from "./fields.ts";

export const CaptureRequest = z.object({
  amount,
  captureIdentifier: reference,
  timestamp,
  authorizationAttemptId: optional(uuid),
});

export const MitCaptureRequest = z.object({ amount, captureIdentifier: reference, timestamp });

export const CancelRequest = z.object({ amount, cancelIdentifier: reference, timestamp });

export const RefundRequest = z.object({ amount, refundIdentifier: reference, timestamp });

export const CaptureResponse = z.object({ captureId: uuid });
export const CancelResponse = z.object({ cancelId: uuid });
export const RefundResponse = z.object({ refundId: uuid });
