import type { MethodPath } from "../methods.ts";
import { customerCodes } from "./customers.ts";
import { paymentCodes } from "./payments.ts";
import { planCodes } from "./plans.ts";
import { saleCodes } from "./sales.ts";
import type { Source } from "./source.ts";

export { type BankCode, type BankResult, bankResultOf, bankResults, isBankCode } from "./bank.ts";
export type { Source } from "./source.ts";

/** What each method refuses with, in the order of its checks. */
export const codes = {
  ...customerCodes,
  ...saleCodes,
  ...planCodes,
  ...paymentCodes,
} as const satisfies Record<MethodPath, Readonly<Record<string, Source>>>;

/** Why a method refuses: a name behind its own, or, with dots, a whole code. */
export type ReasonOf<Path extends MethodPath> = keyof (typeof codes)[Path] & string;

type Dotted<Path extends string> = Path extends `${infer Service}/${infer Method}`
  ? `${Service}.${Method}`
  : never;

type CodeOf<Path extends MethodPath, Reason extends string> = Reason extends `${string}.${string}`
  ? Reason
  : `${Dotted<Path>}.${Reason}`;

type CodesOf<Path extends MethodPath> = Path extends MethodPath ? CodeOf<Path, ReasonOf<Path>> : never;

/** A `ResultCode` that is not Success; EX is what is not foreseen. */
export type Code = CodesOf<MethodPath> | "EX";

/** The code of a method's reason. */
export function codeOf<Path extends MethodPath>(path: Path, reason: ReasonOf<Path>): Code {
  return (reason.includes(".") ? reason : `${path.replace("/", ".")}.${reason}`) as Code;
}

/** What a method answers to a wrong key, and to credentials that nobody has: the first two of its table. */
export function authenticationCodes(path: MethodPath): { readonly wrongKey: Code; readonly noAccount: Code } {
  const [wrongKey, noAccount] = reasonsOf(path).map((reason) => codeOf(path, reason));
  if (!wrongKey || !noAccount) throw new TypeError(`${path} has no codes`);
  return { wrongKey, noAccount };
}

/** What a method answers to a request that it cannot read: its own InvalidRequest, where that is another than the
 *  one of a wrong key. */
export function invalidRequestCode(path: MethodPath): Code {
  const reason = reasonsOf(path).findLast((one) => /(^|\.)InvalidRequest$/.test(one));
  if (!reason) throw new TypeError(`${path} has no code for a bad request`);
  return codeOf(path, reason);
}

function reasonsOf<Path extends MethodPath>(path: Path): ReasonOf<Path>[] {
  return Object.keys(codes[path]) as ReasonOf<Path>[];
}
