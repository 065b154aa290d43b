import { expect, test } from "vitest";
import { tokens } from "./tokens.ts";

const asked = {
  id: "01890000-0000-7000-8000-000000000001",
  cardNumber: "4111111111111111",
  expiresOn: Temporal.PlainDate.from("2031-03-31"),
  amount: 1000n,
};

test("a Visa card has a token that is good as long as the card is", async () => {
  const token = await tokens.tokenize(asked);
  expect(token).toMatchObject({ network: "visa", token: "4895370013193500", eci: "07" });
  expect(token?.expiresOn.toString()).toBe("2031-03-31");
  expect(Buffer.from(token?.cryptogram ?? "", "base64")).toHaveLength(20);
});

test("the same attempt gets the same, another one another cryptogram", async () => {
  expect(await tokens.tokenize(asked)).toEqual(await tokens.tokenize(asked));
  const other = await tokens.tokenize({ ...asked, id: "01890000-0000-7000-8000-000000000002" });
  expect(other?.cryptogram).not.toBe((await tokens.tokenize(asked))?.cryptogram);
});

test.each([
  ["4111111111111111", 3200n, "4111111111111111", "2030-03-31"],
  ["4111111111111111", 4400n, "4895370012792682", "2022-12-31"],
  ["5226603115488031", 2200n, "5226603115488031", "2025-05-31"],
  ["5226603115488031", 5200n, "5413330089010442", "2025-12-31"],
  // Of another network than the card's: the amount decides nothing.
  ["5226603115488031", 3200n, "5204731613942625", "2031-03-31"],
])("%s and an amount of %s", async (cardNumber, amount, token, expiry) => {
  const given = await tokens.tokenize({ ...asked, cardNumber, amount });
  expect([given?.token, given?.expiresOn.toString()]).toEqual([token, expiry]);
});

test.each([
  ["5019717010103742", 1000n],
  ["4111111111111111", 3100n],
])("%s has none for an amount of %s", async (cardNumber, amount) => {
  expect(await tokens.tokenize({ ...asked, cardNumber, amount })).toBeUndefined();
});
