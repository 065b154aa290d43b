import type { Tx } from "../../platform/db/index.ts";
import { applications, lockApplication } from "./application.ts";

/** A photo or scan of this kind was handed in. Refuses: application_… */
export async function noteFile(tx: Tx, { token, kind }: { token: string; kind: string }): Promise<void> {
  const application = await lockApplication(tx, token, ["open", "approved"]);
  const { details } = application;
  const files = [...new Set([...(details.files ?? []), kind])];
  tx.update(applications, { ...application, details: { ...details, files } });
}

/** The bill was handed out, once the goods are out. Answers whether that is news. Refuses: application_… */
export async function noteBill(tx: Tx, token: string): Promise<boolean> {
  const application = await lockApplication(tx, token, ["finalized"]);
  const { details } = application;
  if (details.bill === "confirmed") return false;
  tx.update(applications, { ...application, details: { ...details, bill: "confirmed" } });
  return true;
}
