import { afterAll, beforeAll, expect } from "vitest";
import { type Kassa, openKassa } from "../../support/kassa.ts";
import { Dealer } from "./dealer.ts";
import { addNeighbour } from "./neighbour.ts";

/** Opens Kassa for the tests of a file, with a dealer's system before it and a second dealer beside; hands all to `use`
 *  before the first test. In the end the books must be right. */
export function openMoka(use: (open: { kassa: Kassa; dealer: Dealer; neighbour: Dealer }) => unknown): void {
  let kassa: Kassa;
  beforeAll(async () => {
    kassa = await openKassa();
    await use({ kassa, dealer: new Dealer(kassa), neighbour: await addNeighbour(kassa) });
  });
  afterAll(async () => {
    expect(await kassa.problems()).toEqual([]);
    await kassa.close();
  });
}
