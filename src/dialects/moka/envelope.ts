import { type Code, codeOf, type ReasonOf } from "./codes/index.ts";
import type { MethodPath } from "./methods.ts";

/** What every answer is, in the order of its keys (facts 0.2). The HTTP status is 200, whatever the code. */
export type Envelope = {
  readonly Data: unknown;
  readonly ResultCode: "Success" | Code;
  readonly ResultMessage: string;
  readonly Exception: string | null;
};

/** A request that is refused. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: Code;

  constructor(code: Code) {
    super(code);
    this.code = code;
  }
}

/** For `throw refused("DealerSale/AddSale", "AmountIsRequired")`. */
export function refused<Path extends MethodPath>(path: Path, reason: ReasonOf<Path>): Fault {
  return new Fault(codeOf(path, reason));
}

export function success(data: unknown): Envelope {
  return { Data: data, ResultCode: "Success", ResultMessage: "", Exception: null };
}

export function failure({ code }: Pick<Fault, "code">): Envelope {
  return { Data: null, ResultCode: code, ResultMessage: "", Exception: null };
}

/** Something went wrong on our side. One page of the documents has the words in `Exception`, the others have them in
 *  `ResultMessage` (facts 1.2). */
export function unexpected(words: string): Envelope {
  return { Data: null, ResultCode: "EX", ResultMessage: words, Exception: words };
}

/** As recorded of the provider (facts 1.2). */
export const answerHeaders = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-cache",
  pragma: "no-cache",
  expires: "-1",
  server: "Microsoft-IIS/10.0",
  "x-aspnet-version": "4.0.30319",
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
} as const;
