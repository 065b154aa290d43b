import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fields } from "./dealer.ts";
import { garanti, openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  // An hour after midnight: nothing has been paid on the new day.
  await world.kassa.advance("PT12H");
});
afterAll(async () => {
  expect(await world.kassa.problems()).toEqual([]);
  await world.kassa.close();
});

let orders = 0;
async function pay(Amount: number, more: Fields = {}): Promise<string> {
  const request = { ...garanti, Amount, OtherTrxCode: `limited-${++orders}`, ...more };
  const { code, data } = await world.dealer.call("PaymentDealer/DoDirectPayment", request);
  if (code === "Success") expect(data).toBeTruthy();
  return code.split(".").at(-1) ?? "";
}

const declined = { CardNumber: "9792069990002006" };
const ziraat = { CardNumber: "5136621122223331" };

test("limits of a day count what was paid, of each currency by itself, until midnight", async () => {
  await world.set({ contract: { mostOfDay: "300.00", mostOfCardAndDay: "150.00" } });
  expect(await pay(100)).toBe("Success");
  expect(await pay(50.01)).toBe("DailyCardLimitExceeded");
  expect(await pay(50)).toBe("Success");
  expect(await pay(100, declined)).toBe("Success");
  expect(await pay(150.01, ziraat)).toBe("DailyDealerLimitExceeded");
  expect(await pay(150, ziraat)).toBe("Success");
  expect(await pay(0.01, declined)).toBe("DailyDealerLimitExceeded");
  expect(await pay(100, { Currency: "USD" })).toBe("Success");
  await world.kassa.advance("PT23H");
  expect(await pay(100)).toBe("Success");
});

test("a payment within its limits pays, and a contract that limits nothing changes nothing", async () => {
  await world.set({ contract: { least: "10.00", most: "20.00", mostInstallments: 3, rates: [1, 3] } });
  expect(await pay(9.99)).toBe("MinToMaxControl");
  expect(await pay(10)).toBe("Success");
  expect(await pay(20, { InstallmentNumber: 3 })).toBe("Success");
  expect(await pay(20, { InstallmentNumber: 2 })).toBe("DealerCommissionRateNotFound");
  await world.set({ contract: {} });
  expect(await pay(1_000, { InstallmentNumber: 12, SubMerchantName: "Bar", IsPreAuth: 1 })).toBe("Success");
});
