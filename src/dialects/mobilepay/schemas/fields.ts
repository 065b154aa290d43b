import { z } from "zod";

const longestText = 1_000;
const longestUrl = 2_000;

/** Lower case, whatever came. */
export const uuid = z.guid().toLowerCase();

/** Not blank. */
export function text(longest = longestText) {
  return z
    .string()
    .min(1)
    .max(longest)
    .refine((told) => told.trim() !== "", "must not be blank");
}

/** Names of integrators' own making, kept as keys. */
export const reference = text(255);

export const int32 = z.int32();

/** Minor units; a whole number, never text. */
export const amount = z.int().transform(BigInt).meta({ format: "int64" });

/** Minor units as they go out. */
export const answeredAmount = z.int().meta({ format: "int64" });

/** Absolute, over http or https. */
export const webUrl = z
  .string()
  .max(longestUrl)
  .refine((told) => isUrl(told, (protocol) => protocol === "https:" || protocol === "http:"), {
    error: "must be a fully qualified URL",
  })
  .meta({ format: "uri" });

/** Where a user is sent: also back into an app. Not what a browser would run. */
export const redirectUrl = z
  .string()
  .max(longestUrl)
  .refine((told) => isUrl(told, (protocol) => !dangerous.includes(protocol)), {
    error: "must be a fully qualified URL",
  });

const dangerous = ["javascript:", "data:", "vbscript:", "file:", "blob:", "about:"];

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** An instant in ISO 8601: seconds and up to nine of their decimals may be missing; without an offset it is UTC. */
export const timestamp = z
  .string()
  .max(40)
  .transform((told, context) => {
    const read = readInstant(told);
    if (!read) context.addIssue({ code: "custom", message: "must be a date and time of ISO 8601" });
    return read ?? z.NEVER;
  })
  .meta({ format: "date-time" });

/** Undefined when the text tells no instant. */
function readInstant(told: string): Temporal.Instant | undefined {
  const [whole, , , offset] = instant.exec(told.trim()) ?? [];
  if (whole === undefined) return undefined;
  try {
    return Temporal.Instant.from(offset === undefined ? `${whole}Z` : whole);
  } catch {
    return undefined;
  }
}

/** May be missing, null or empty; undefined then. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((told) => told ?? undefined);
}

/** A code from 1 to `most`, which may be missing; 0, as the document's examples have it, is no code. */
export function optionalCode(most: number) {
  return optional(z.int32().min(0).max(most)).transform((told) => told || undefined);
}

function isUrl(told: string, isAllowed: (protocol: string) => boolean): boolean {
  const url = URL.parse(told);
  return url !== null && isAllowed(url.protocol);
}
