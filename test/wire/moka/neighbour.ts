import { merchants, type StoreSettings, stores } from "../../../src/core/merchants/index.ts";
import { Seal } from "../../../src/platform/crypto/index.ts";
import { uuidOf } from "../../../src/platform/ids/index.ts";
import type { Kassa } from "../../support/kassa.ts";
import { Dealer } from "./dealer.ts";

/** Another dealer beside the sandbox's, whose things are not the first one's. */
export async function addNeighbour(
  kassa: Kassa,
  { code = "1731", settings = {} }: { code?: string; settings?: StoreSettings } = {},
): Promise<Dealer> {
  const seal = new Seal("00".repeat(32));
  const credentials = { code, username: "neighbour", password: "another password" };
  await kassa.house.write(async (tx) => {
    const id = uuidOf(`test:dealer ${code}`);
    tx.insert(merchants, { id, lenderId: id, name: "Neighbour", createdAt: tx.now });
    tx.insert(stores, {
      id: uuidOf(`test:store of dealer ${code}`),
      merchantId: id,
      dialect: "moka",
      number: code,
      name: "Neighbour",
      currency: "TRY",
      country: "TR",
      timeZone: "Europe/Istanbul",
      sealedSecret: seal.seal(credentials.password),
      settings: { ...settings, username: credentials.username },
      sealedKeys: null,
    });
  });
  return new Dealer(kassa, credentials);
}
