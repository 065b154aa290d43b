import type { Call } from "./call.ts";
import type { Fault } from "./envelope.ts";
import { readable } from "./errors.ts";
import { integerAt, textAt } from "./read/index.ts";

/** How a request names what it is about: by our number, by the dealer's code, or by both. */
export type Named = { readonly number: bigint | undefined; readonly code: string | undefined };

const longestCode = 100;

/** What a request names under these two names; undefined: nothing. A number of 0 is none. Faults InvalidRequest. */
export function readNamed(
  call: Pick<Call, "path" | "request">,
  numberName: string,
  codeName: string,
): Named | undefined {
  const number = readable(call.path, integerAt(call.request, numberName)) || undefined;
  const code = readable(call.path, textAt(call.request, codeName, longestCode));
  return number === undefined && code === undefined ? undefined : { number, code };
}

/** Where something is looked up. What is another dealer's, or there no more, is not found. */
export type Shelf<Row> = {
  byNumber(number: bigint): Promise<Row | undefined>;
  byCode(code: string): Promise<Row | undefined>;
  codeOf(row: Row): string | null;
};

/** By number, if one is given, which then has to be of that code. */
export async function found<Row>(
  { number, code }: Named,
  shelf: Shelf<Row>,
  words: { readonly missing: () => Fault; readonly mismatched: () => Fault },
): Promise<Row> {
  const row = number === undefined ? await shelf.byCode(code ?? "") : await shelf.byNumber(number);
  if (!row) throw words.missing();
  if (code !== undefined && shelf.codeOf(row) !== code) throw words.mismatched();
  return row;
}
