import { afterAll, beforeAll, expect } from "vitest";
import { type StoreSettings, stores } from "../../../src/core/merchants/index.ts";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { Merchant } from "./merchant.ts";
import { addNeighbour } from "./neighbour.ts";

/** Opens Kassa for the tests of a file, with a merchant's system before it and a second merchant beside; hands both to
 *  `use` before the first test. In the end the books must be right. */
export function openMondido(use: (open: { kassa: Kassa; merchant: Merchant }) => unknown): void {
  let kassa: Kassa;
  beforeAll(async () => {
    kassa = await openKassa();
    await addNeighbour(kassa);
    await use({ kassa, merchant: new Merchant(kassa) });
  });
  afterAll(async () => {
    expect(await kassa.problems()).toEqual([]);
    await kassa.close();
  });
}

/** Changes settings of merchant 1, from the next request on. */
export async function changeSettings({ house }: Kassa, changes: StoreSettings): Promise<void> {
  const store = await house.write(async (tx) => {
    const known = await tx.lock(stores, { dialect: "mondido", number: "1" });
    return known && tx.update(stores, { ...known, settings: { ...known.settings, ...changes } });
  });
  if (store) house.directory.forget(store);
}
