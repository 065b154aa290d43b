import { z } from "zod";

export const DomainError = z.object({
  code: z.string(),
  message: z.string(),
  correlationId: z.string(),
});

export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  traceId: z.string(),
  errors: z.record(z.string(), z.array(z.string())).optional(),
});
