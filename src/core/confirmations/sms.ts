import type { Tx } from "../../platform/db/index.ts";
import { type Letter, send } from "../deliveries/index.ts";
import { begin } from "./confirmation.ts";

/** Codes to prove a phone by, and the text message that carries one. */
export type CodesBySms = {
  readonly codes: readonly [string, ...string[]];
  readonly text: (code: string) => string;
};

/** Begins the confirmation `id`, as `begin` does, and sends its code to the phone unless one just has been. */
export async function beginBySms(
  tx: Tx,
  {
    id,
    phone,
    codes,
    text,
    letter,
  }: CodesBySms & {
    id: string;
    phone: string;
    letter: Pick<Letter, "merchantId" | "storeId" | "dialect" | "kind" | "subjectId">;
  },
): Promise<void> {
  const { isSent } = await begin(tx, { id, phone, codes });
  if (!isSent) return;
  const { merchantId, storeId, dialect, kind, subjectId } = letter;
  const about = { merchantId, storeId, dialect, kind, subjectId };
  send(tx, { ...about, channel: "sms", destination: phone, body: text(codes[0]) });
}
