import { expect, test } from "vitest";
import { noRails } from "./none.ts";

test("without rails a card or an invoice is not declined: the service is missing, and says so", async () => {
  const { acquirer, authenticator, invoices } = noRails;
  const money = { amount: 1n, currency: "SEK" };
  const id = "01890000-0000-7000-8000-000000000001";
  const expiresOn = Temporal.PlainDate.from("2030-12-31");
  const card = { number: "4999990000000007", holder: "Ann Shopper", expiresOn };
  const person = { country: "SWE", ssn: "195203198089" };
  await expect(
    acquirer.authorize({ id, ...money, card, isTest: false, initiatedBy: "shopper" }),
  ).rejects.toThrow("no acquirer is configured");
  await expect(authenticator.finish(id, {})).rejects.toThrow("no 3-D Secure server is configured");
  await expect(invoices.find(person)).rejects.toThrow("no invoice provider is configured");
  await expect(invoices.approve({ id, ...money, ...person })).rejects.toThrow("no invoice provider");
  await expect(acquirer.reverse(id)).resolves.toBeUndefined();
});
