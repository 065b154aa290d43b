import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AuthorizationRequest, CardDetails } from "../../core/payments/index.ts";
import { acquirer } from "./acquirer.ts";
import { testCardNumbers } from "./test-cards.ts";

const card: CardDetails = {
  number: "4111111111111111",
  holder: "Ann Shopper",
  expiresOn: Temporal.PlainDate.from("2030-12-31"),
  cvv: "200",
};

const request: AuthorizationRequest = {
  id: "01890000-0000-7000-8000-000000000001",
  amount: 10_00n,
  currency: "SEK",
  card,
  isTest: true,
  initiatedBy: "shopper",
};

const recurring = { initiatedBy: "merchant" } as const;

/** What becomes of the request with these changes, in a word. */
async function outcomeOf({
  card: changes,
  ...rest
}: Partial<Omit<AuthorizationRequest, "card">> & { card?: Partial<CardDetails> }): Promise<string> {
  const answer = await acquirer.authorize({ ...request, ...rest, card: { ...card, ...changes } });
  return answer.outcome === "approved" ? "approved" : [answer.reason, answer.message].join(": ");
}

describe("a documented test card", () => {
  const documented = [
    "4111111111111111",
    "4012888888881881",
    "4222222222222",
    "5555555555554444",
    "5105105105105100",
    "30569309025904",
    "6011111111111117",
    "3530111333300000",
    "378282246310005",
  ];
  test.each(documented)("%s pays", async (number) => {
    expect(await outcomeOf({ card: { number } })).toBe("approved");
  });

  test.each([
    ["200", "approved"],
    ["201", "declined: Do not honour"],
    ["202", "cvv_wrong: CVV does not match"],
    ["203", "card_expired: Expired card"],
    ["123", "approved"],
    ["constructor", "approved"],
    [undefined, "approved"],
  ])("with CVV %s is %s", async (cvv, outcome) => {
    const { cvv: _, ...withoutCvv } = card;
    const used = cvv === undefined ? withoutCvv : { ...card, cvv };
    const answer = await acquirer.authorize({ ...request, card: used });
    expect(answer.outcome === "approved" ? "approved" : `${answer.reason}: ${answer.message}`).toBe(outcome);
  });

  test.each([
    ["2037-01-31", "declined: Do not honour"],
    ["2037-02-28", "card_expired: Expired card"],
    ["2037-03-31", "approved"],
    ["2016-01-31", "approved"],
  ])("that expires on %s pays once, and charged again is %s", async (day, outcome) => {
    const { cvv: _, ...stored } = { ...card, expiresOn: Temporal.PlainDate.from(day) };
    expect(await outcomeOf({ card: stored })).toBe("approved");
    const again = await acquirer.authorize({ ...request, ...recurring, card: stored });
    expect(again.outcome === "approved" ? "approved" : `${again.reason}: ${again.message}`).toBe(outcome);
  });
});

describe("a test card of our own", () => {
  test.each([
    ["4000000010000018", "approved", "approved"],
    ["5200000010000013", "approved", "approved"],
    ["4000000010000026", "declined: Not sufficient funds", "declined: Not sufficient funds"],
    ["4000000010000034", "declined: Not sufficient funds", "declined: Not sufficient funds"],
    ["4000000010000042", "declined: Do not honour", "declined: Do not honour"],
    ["4000000010000059", "approved", "declined: Not sufficient funds"],
    [
      "4000000010000067",
      "card_unsupported: Card is not supported",
      "card_unsupported: Card is not supported",
    ],
  ])("%s is %s, and charged again %s", async (number, first, again) => {
    expect(await outcomeOf({ card: { number } })).toBe(first);
    expect(await outcomeOf({ card: { number }, ...recurring })).toBe(again);
  });

  test("may get no answer at all", async () => {
    await expect(outcomeOf({ card: { number: "4000000010000075" } })).rejects.toThrow("did not answer");
    await expect(acquirer.reverse(request.id)).resolves.toBeUndefined();
  });
});

test("every test card's number ends in its check digit", () => {
  for (const number of testCardNumbers) expect([number, luhn(number)]).toEqual([number, 0]);
});

test("test mode takes test cards only, real mode real ones only", async () => {
  const real = { number: "4999990000000007" };
  expect(await outcomeOf({ card: real })).toBe("not_a_test_card: ");
  expect(await outcomeOf({ isTest: false })).toBe("is_a_test_card: ");
  expect(await outcomeOf({ isTest: false, card: { ...real, cvv: "201" } })).toBe("approved");
  expect(await outcomeOf({ card: { number: "constructor" } })).toBe("not_a_test_card: ");
});

test("what the merchant asks for comes true before anything else", async () => {
  const failAsCode = "errors.invoice.address_not_found";
  const asked = (instructions: AuthorizationRequest["instructions"] = {}) =>
    acquirer.authorize({ ...request, card: { ...card, cvv: "202" }, instructions });
  const instructed = { outcome: "declined", reason: "instructed" };
  expect(await asked({ failAsCode })).toEqual({ ...instructed, code: failAsCode });
  expect(await asked({ failAsMessage: "do not honour" })).toEqual({
    ...instructed,
    message: "do not honour",
  });
  expect(await asked({})).toMatchObject({ reason: "cvv_wrong" });
});

test("the same request gets the same answer, another id another authorization", async () => {
  const requests = fc.record({ id: fc.uuid(), amount: fc.bigInt(1n, 10n ** 12n), cvv: fc.string() });
  await fc.assert(
    fc.asyncProperty(requests, async ({ id, amount, cvv }) => {
      const asked = { ...request, id, amount, card: { ...card, cvv } };
      const answer = await acquirer.authorize(asked);
      await acquirer.reverse(id);
      expect(await acquirer.authorize(asked)).toEqual(answer);
    }),
  );
  const other = { ...request, id: "01890000-0000-7000-8000-000000000002" };
  expect(await acquirer.authorize(other)).not.toEqual(await acquirer.authorize(request));
});

function luhn(number: string): number {
  const digits = [...number].reverse().map(Number);
  return (
    digits.reduce(
      (sum, digit, place) => sum + (place % 2 ? ((digit * 2) % 10) + Math.floor(digit / 5) : digit),
      0,
    ) % 10
  );
}

test.each([
  ["5269551122223339", "approved", "approved"],
  ["5269552233334444", "approved", "approved"],
  ["5269552233334446", "not_a_test_card: ", "not_a_test_card: "],
  ["9792069990002006", "declined: ", "declined: "],
  ["9792069991002005", "approved", "declined: "],
])("Moka's %s is %s with its holder, %s without", async (number, shopper, merchant) => {
  expect(await outcomeOf({ card: { number } })).toBe(shopper);
  expect(await outcomeOf({ card: { number }, ...recurring })).toBe(merchant);
});
