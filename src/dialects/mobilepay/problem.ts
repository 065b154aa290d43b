import { STATUS_CODES } from "node:http";

/** What is wrong with each field, by its name as the document has it. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** A request that is refused before anybody asks what it means: ill-formed, by nobody, about nothing. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly errors: FieldErrors | undefined;

  constructor(status: number, { detail = "", errors }: { detail?: string; errors?: FieldErrors } = {}) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

const types: Readonly<Record<number, string>> = {
  400: "https://tools.ietf.org/html/rfc7231#section-6.5.1",
  401: "https://tools.ietf.org/html/rfc7235#section-3.1",
  403: "https://tools.ietf.org/html/rfc7231#section-6.5.3",
  404: "https://tools.ietf.org/html/rfc7231#section-6.5.4",
  413: "https://tools.ietf.org/html/rfc7231#section-6.5.11",
  429: "https://tools.ietf.org/html/rfc6585#section-4",
  500: "https://tools.ietf.org/html/rfc7231#section-6.6.1",
  503: "https://tools.ietf.org/html/rfc7231#section-6.6.4",
};

/** The problem as ASP.NET Core, which the provider seems to run on, words it (RFC 7807; facts 2.1). */
export function problemBody({ status, message, errors }: Problem, traceId: string) {
  return {
    type: types[status] ?? "about:blank",
    title: errors ? "One or more validation errors occurred." : (STATUS_CODES[status] ?? "Error"),
    status,
    ...(message && { detail: message }),
    traceId,
    ...(errors && { errors }),
  };
}
