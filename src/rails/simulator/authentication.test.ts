import { describe, expect, test } from "vitest";
import { createAuthenticator, createCardBank } from "./authentication.ts";

const key = "0".repeat(64);
const authenticator = createAuthenticator(key);
const bank = createCardBank(key);

const request = {
  id: "01890000-0000-7000-8000-000000000001",
  cardNumber: "4000000010000018",
  amount: 10_00n,
  currency: "SEK",
  merchantName: "Demo Shop",
  returnUrl: "http://localhost:4000/v1/form/abc/authenticated",
  isTest: true,
  baseUrl: "http://localhost:4000",
};

describe("a challenge", () => {
  test("leads to the bank with what it is about, the card masked", async () => {
    const form = await authenticator.begin(request);
    expect(form?.url).toBe("http://localhost:4000/sandbox/acs");
    const { PaReq, ...fields } = form?.fields ?? {};
    expect(fields).toEqual({ MD: request.id, TermUrl: request.returnUrl });
    expect(bank.read(PaReq)).toEqual({
      id: request.id,
      amount: "1000",
      currency: "SEK",
      merchantName: "Demo Shop",
      cardNumber: "400000******0018",
      returnUrl: request.returnUrl,
    });
    expect(Buffer.from(PaReq ?? "", "base64url").toString()).not.toContain(request.cardNumber);
  });

  test.each([
    ["4000000010000026", true, true],
    ["5200000010000013", true, true],
    ["4111111111111111", true, false],
    ["4000000010000034", true, false],
    ["4999990000000007", false, false],
    ["4000000010000018", false, false],
  ])("of card %s, test %s: %s", async (cardNumber, isTest, isChallenged) => {
    const form = await authenticator.begin({ ...request, cardNumber, isTest });
    expect(form !== undefined).toBe(isChallenged);
  });

  test.each([
    "https://elsewhere.example/",
    "http://localhost:4001/",
    "http://localhost:4000@elsewhere.example/",
  ])("does not lead back to %s", async (returnUrl) => {
    await expect(authenticator.begin({ ...request, returnUrl })).rejects.toThrow("this server only");
  });
});

describe("what comes back", () => {
  const challenge = async () => {
    const form = await authenticator.begin(request);
    const read = bank.read(form?.fields.PaReq);
    if (!read) throw new Error("not readable");
    return read;
  };

  test.each([
    [true, "05"],
    [false, "07"],
  ])("says whether it is the holder: %s", async (isHolder, eci) => {
    const PaRes = bank.answer(await challenge(), isHolder);
    const finished = await authenticator.finish(request.id, { PaRes, MD: request.id });
    expect(finished).toEqual({
      authenticated: isHolder,
      eci,
      reference: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(await authenticator.finish(request.id, { PaRes })).toEqual(finished);
  });

  test("is nothing when it is about another attempt, or not from the bank", async () => {
    const PaRes = bank.answer(await challenge(), true);
    expect(await authenticator.finish("01890000-0000-7000-8000-000000000002", { PaRes })).toBeUndefined();
    const form = await authenticator.begin(request);
    const [content, signature] = PaRes.split(".");
    const refusal = bank.answer(await challenge(), false).split(".");
    const forged = [
      undefined,
      "",
      ".",
      PaRes.slice(0, -1),
      `${PaRes}.`,
      `${content}.`,
      `${content}.${refusal[1]}`,
      `${refusal[0]}.${signature}`,
      form?.fields.PaReq,
      [PaRes],
      createCardBank("1".repeat(64)).answer(await challenge(), true),
      "A".repeat(1_000_000),
    ];
    for (const text of forged)
      expect(await authenticator.finish(request.id, { PaRes: text })).toBeUndefined();
  });
});
