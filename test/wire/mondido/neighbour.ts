import { merchants, stores } from "../../../src/core/merchants/index.ts";
import { createKeyPair, Seal } from "../../../src/platform/crypto/index.ts";
import { uuidOf } from "../../../src/platform/ids/index.ts";
import type { Kassa } from "../../support/kassa.ts";

/** The credentials of merchant 2. */
export const neighbour = `Basic ${Buffer.from("2:another password").toString("base64")}`;

export const neighboursSecret = "secret of the neighbour";

/** A second merchant beside the sandbox's, whose things are not the first one's, and who sends no invoices. */
export async function addNeighbour({ house }: Kassa): Promise<void> {
  const seal = new Seal("00".repeat(32));
  const keys = { password: "another password", ...(await createKeyPair()) };
  await house.write(async (tx) => {
    const id = uuidOf("test:neighbour");
    const of = { lenderId: id, name: "Neighbour", createdAt: tx.now };
    tx.insert(merchants, { id, ...of });
    tx.insert(stores, {
      id: uuidOf("test:neighbour's store"),
      merchantId: id,
      dialect: "mondido",
      number: "2",
      name: "Neighbour",
      currency: "SEK",
      country: "SE",
      timeZone: "Europe/Stockholm",
      sealedSecret: seal.seal(neighboursSecret),
      settings: { invoices: false },
      sealedKeys: seal.seal(JSON.stringify(keys)),
    });
  });
}
