import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { walletAttempts } from "../../../src/core/wallet/index.ts";
import { status, useReceiver } from "../../support/receiver.ts";
import { type Fields, openPsp, type Psp, phone } from "./psp.ts";

let psp: Psp;
beforeAll(async () => {
  psp = await openPsp();
});
afterAll(() => psp.kassa.close());

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** What OpenSSL makes of an encrypted card. */
function opened(encrypted: string): string {
  const folder = mkdtempSync(join(tmpdir(), "kassa-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "key.pem"), psp.account.privateKey);
  const padding = ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256"];
  const { stdout } = spawnSync(
    "openssl",
    [
      "pkeyutl",
      "-decrypt",
      "-inkey",
      join(folder, "key.pem"),
      ...padding.flatMap((option) => ["-pkeyopt", option]),
    ],
    { input: Buffer.from(encrypted, "base64") },
  );
  return stdout.toString();
}

const typed = (url: string, ...names: string[]): Fields => ({
  allowedCardTypes: names.map((name) => ({
    name,
    encryptedPanCallbackUrl: `${url}/pan`,
    tokenCallbackUrl: `${url}/token`,
  })),
});

describe("a card by its number", () => {
  test("comes in Pascal case, encrypted for the integrator's key of 4096 bits", async () => {
    const receiver = await useReceiver();
    const before = psp.kassa.house.now();
    const { paymentId, callback } = await psp.accepted(receiver);
    expect(callback).toEqual({
      EncryptedCardData: expect.stringMatching(/^[A-Za-z0-9+/]{683}=$/),
      PaymentId: paymentId,
      AuthorizationAttemptId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      PublicKeyId: 1,
      CardType: "DANKORT",
    });
    expect(receiver.calls[0]?.path).toBe("/callback/pan");
    const plain = psp.decrypt(callback.EncryptedCardData);
    const [, ticks = "", rest] = /^\{"timestampticks":(\d{18}),(.*)$/.exec(plain) ?? [];
    const year = before.toZonedDateTimeISO("UTC").year + 4;
    expect(JSON.parse(`{${rest}`)).toEqual({
      encryptedCardData: { cardNumber: 4571999999999992, expiryMonth: 12, expiryYear: year % 100 },
    });
    const seconds = Number((BigInt(ticks) - 621_355_968_000_000_000n) / 10_000_000n);
    expect(seconds - before.epochMilliseconds / 1_000).toBeGreaterThan(-2);
    expect(seconds - before.epochMilliseconds / 1_000).toBeLessThan(30);
  });

  test.runIf(hasOpenssl)("is opened by OpenSSL", async () => {
    const { callback } = await psp.accepted(await useReceiver());
    expect(JSON.parse(opened(callback.EncryptedCardData))).toMatchObject({
      encryptedCardData: { cardNumber: 4571999999999992, expiryMonth: 12 },
    });
  });

  test("is in no table in clear", async () => {
    await psp.accepted(await useReceiver());
    const tables = await psp.kassa.reader.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["cards", "deliveries", "payments"]),
    );
    for (const { name } of tables) {
      const rows = await psp.kassa.reader.query(
        `select 1 from "${name}" t where t::text like '%4571999999999992%'`,
      );
      expect([name, rows.length]).toEqual([name, 0]);
    }
  });
});

describe("a card by a token of its network", () => {
  test("Visa's comes in camel case, with months, years and indicators as text", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId, callback } = await psp.accepted(
      receiver,
      typed(receiver.url, "VISA-DEBIT"),
    );
    expect(receiver.calls[0]?.path).toBe("/callback/token");
    expect(callback).toEqual({
      paymentId,
      authorizationAttemptId: attemptId,
      cardType: "VISA-DEBIT",
      cardIssuedInCountryCode: "DK",
      maskedCardNumber: "457199XXXXXX9992",
      cardDataType: "VisaToken",
      tokenMethod: "VTS",
      tokenData: {
        vPaymentDataID: expect.stringMatching(/^[0-9a-f]{32}$/),
        cryptogramInfo: { cryptogram: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/), eci: "07" },
        paymentInstrument: {
          last4: "9992",
          paymentType: { cardBrand: "VISA" },
          paymentAccountReference: expect.stringMatching(/^V001[A-Z0-9]{25}$/),
        },
        tokenInfo: {
          token: "4895370013193500",
          last4: "3500",
          expirationDate: { month: "12", year: expect.stringMatching(/^20\d\d$/) },
        },
      },
      isDelegatedAuthentication: false,
    });
  });

  test("Mastercard's too", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId, callback } = await psp.accepted(receiver, typed(receiver.url, "MC-CREDIT"));
    expect(callback).toEqual({
      paymentId,
      authorizationAttemptId: attemptId,
      cardType: "MC-CREDIT",
      cardIssuedInCountryCode: "DK",
      maskedCardNumber: "522660XXXXXX8031",
      cardDataType: "MastercardToken",
      tokenMethod: "MC S4C",
      tokenData: {
        token: {
          paymentToken: expect.stringMatching(/^5\d{15}$/),
          tokenExpirationMonth: "12",
          tokenExpirationYear: expect.stringMatching(/^20\d\d$/),
          paymentAccountReference: expect.stringMatching(/^5001[A-Z0-9]{25}$/),
        },
        dynamicData: {
          dynamicDataType: "CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM",
          dynamicDataValue: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
        },
        eci: "06",
      },
    });
  });

  test("magic amounts decide the token, and one that there is none", async () => {
    const receiver = await useReceiver();
    const visa = typed(receiver.url, "VISA-CREDIT");
    const { callback } = await psp.accepted(receiver, { ...visa, amount: 3200 });
    expect(callback.tokenData.tokenInfo).toMatchObject({
      token: "4111111111111111",
      expirationDate: { month: "03", year: "2030" },
    });
    const { callback: other } = await psp.accepted(receiver, { ...visa, amount: 3100 });
    expect(other).toMatchObject({ CardType: "VISA-CREDIT", PublicKeyId: 1 });
    expect(receiver.calls[1]?.path).toBe("/callback/pan");
  });

  test("Dankort has none; without a URL for tokens nobody gets one", async () => {
    const receiver = await useReceiver();
    const { callback } = await psp.accepted(receiver, typed(receiver.url, "DANKORT"));
    expect(callback).toHaveProperty("EncryptedCardData");
    const allowedCardTypes = [{ name: "MC-DEBIT", encryptedPanCallbackUrl: `${receiver.url}/pan` }];
    const { callback: other } = await psp.accepted(receiver, { allowedCardTypes });
    expect(other).toMatchObject({ CardType: "MC-DEBIT" });
  });
});

describe("which card, and as what", () => {
  test.each<[types: string[], prefersVisa: boolean, type: string, last4: string]>([
    [["VISA-DEBIT", "DANKORT"], false, "DANKORT", "9992"],
    [["VISA-DEBIT", "DANKORT"], true, "VISA-DEBIT", "9992"],
    [["VISA-DEBIT"], false, "VISA-DEBIT", "9992"],
    [["DANKORT"], true, "DANKORT", "9992"],
    [["VISA-CREDIT", "MC-DEBIT"], false, "VISA-CREDIT", "1111"],
    [["MC-CREDIT"], false, "MC-CREDIT", "8031"],
  ])("of %s, Visa preferred: %s, it is %s", async (types, preferVisaPartOfVisaDankort, type, last4) => {
    const receiver = await useReceiver();
    const allowedCardTypes = types.map((name) => ({ name, encryptedPanCallbackUrl: `${receiver.url}/pan` }));
    const { callback } = await psp.accepted(receiver, { allowedCardTypes, preferVisaPartOfVisaDankort });
    expect(callback.CardType).toBe(type);
    const { cardNumber } = JSON.parse(psp.decrypt(callback.EncryptedCardData)).encryptedCardData;
    expect(String(cardNumber).slice(-4)).toBe(last4);
  });

  test("the user may choose by the last four digits; a card that does not fit, or none, is 4041", async () => {
    const receiver = await useReceiver();
    const paymentId = await psp.initiate(receiver, typed(receiver.url, "VISA-DEBIT", "MC-DEBIT"));
    for (const lastFourDigits of ["1111", "0000"]) {
      const { http, json } = await psp.swipe(paymentId, { lastFourDigits });
      expect([http, json.code]).toEqual([409, "4041"]);
    }
    const { callback } = await psp.accept(receiver, paymentId, { lastFourDigits: "8031" });
    expect(callback.maskedCardNumber).toMatch(/8031$/);
    const other = await psp.initiate(receiver, typed(receiver.url, "MTRO-DEBIT"));
    expect((await psp.swipe(other)).json.code).toBe("4041");
  });
});

describe("checkout", () => {
  const checkout = (url: string, more: Fields = {}) => ({
    isCheckout: true,
    addressCallbackUrl: `${url}/address`,
    deliveryAddressAllowed: true,
    ...more,
  });

  test("the address comes first; the card follows once it has arrived", async () => {
    const receiver = await useReceiver();
    let refusals = 2;
    receiver.answer = ({ path }, response) => {
      const isRefused = path.endsWith("/address") && refusals-- > 0;
      response.writeHead(isRefused ? 500 : 200).end();
    };
    const paymentId = await psp.initiate(receiver, checkout(receiver.url));
    await psp.swipe(paymentId);
    await receiver.received(1);
    await psp.kassa.advance("PT2S");
    await psp.kassa.advance("PT3S");
    await receiver.received(4);
    expect(receiver.calls.map(({ path }) => path.split("/").at(-1))).toEqual([
      "address",
      "address",
      "address",
      "pan",
    ]);
    const address = receiver.calls[0]?.json;
    expect(address).toEqual({
      PaymentId: paymentId,
      AuthorizationAttemptId: receiver.calls[3]?.json.AuthorizationAttemptId,
      Addresses: [
        {
          FirstName: expect.stringMatching(/\w/),
          Surname: expect.stringMatching(/\w/),
          Attention: "",
          CompanyName: "",
          AddressLine1: expect.stringMatching(/^Strandvejen \d+$/),
          AddressLine2: "",
          PostalCode: "8000",
          City: "Aarhus C",
          CountryCode: "DK",
          IsCustomerOfficialAddress: true,
          IsBillingAddress: true,
          IsDeliveryAddress: true,
          AddressValidationMethod: "DaWa",
          AddressValidationStatus: "NotValidated",
        },
      ],
      EmailAddress: expect.stringMatching(/@example\.com$/),
      EmailAddressValidationMethod: "EmailEnteredTwice",
      EmailAddressValidationStatus: "Validated",
      PhoneNumber: phone,
      PhoneNumberValidationMethod: "SMSChallenge",
      PhoneNumberValidationStatus: "Validated",
    });
  });

  test.each([1, 2, 3, 4, 5])(
    "without delivery, for reason %s, only the billing address comes",
    async (reason) => {
      const receiver = await useReceiver();
      const more = { deliveryAddressAllowed: false, deliveryAddressDisallowedReasonCode: reason };
      const paymentId = await psp.initiate(receiver, checkout(receiver.url, more));
      await psp.swipe(paymentId);
      await receiver.received(2);
      expect(receiver.calls[0]?.json.Addresses).toMatchObject([
        { IsBillingAddress: true, IsDeliveryAddress: false },
      ]);
      expect(await psp.ask("GET", `/api/v3/payments/${paymentId}`)).toMatchObject({
        deliveryAddressAllowed: false,
        deliveryAddressDisallowedReasonCode: reason,
      });
    },
  );

  test("goes where it may; a user without an address there cannot accept: 4043", async () => {
    const receiver = await useReceiver();
    const limitedTo = (...deliveryLimitedTo: string[]) =>
      psp.initiate(receiver, checkout(receiver.url, { deliveryLimitedTo }));
    const abroad = await limitedTo("FI", "SE");
    const { http, json } = await psp.swipe(abroad);
    expect([http, json.code]).toEqual([409, "4043"]);
    expect((await psp.swipe(abroad, { phoneNumber: "+358401234567" })).http).toBe(200);
    await receiver.received(2);
    expect(receiver.calls[0]?.json.Addresses).toMatchObject([{ CountryCode: "FI", City: "Oulu" }]);
    expect((await psp.swipe(await limitedTo("dk"))).http).toBe(200);
    expect((await psp.swipe(await limitedTo())).http).toBe(200);
  });

  test("when the address cannot be told, the card is not told either, and the user may try again", async () => {
    const receiver = await useReceiver(status(500));
    const paymentId = await psp.initiate(receiver, checkout(receiver.url));
    await psp.swipe(paymentId);
    await receiver.received(1);
    for (let i = 0; i < 8; i++) await psp.kassa.advance("PT3S");
    expect(receiver.calls.every(({ path }) => path.endsWith("/address"))).toBe(true);
    receiver.answer = status(204);
    const before = receiver.calls.length;
    expect((await psp.swipe(paymentId)).http).toBe(200);
    await receiver.received(before + 2);
    expect(receiver.calls.at(-1)?.path).toBe("/callback/pan");
  });
});

describe("integrators that do not answer as they should", () => {
  test("a callback is repeated, the same each time, for 15 s in all; then the user may accept again", async () => {
    const receiver = await useReceiver(status(500));
    const paymentId = await psp.initiate(receiver);
    await psp.swipe(paymentId);
    await receiver.received(1);
    for (let i = 0; i < 20; i++) await psp.kassa.advance("PT1S");
    const tries = receiver.calls.length;
    expect(tries).toBeGreaterThan(3);
    await psp.kassa.advance("PT10S");
    expect(receiver.calls).toHaveLength(tries);
    expect(new Set(receiver.calls.map(({ body }) => body)).size).toBe(1);

    const attemptId = receiver.calls[0]?.json.AuthorizationAttemptId;
    expect(await psp.kassa.reader.find(walletAttempts, { id: attemptId })).toMatchObject({
      state: "unreachable",
    });
    receiver.answer = status(200);
    const again = await psp.accept(receiver, paymentId);
    expect(again.attemptId).not.toBe(attemptId);
    expect((await psp.answer(paymentId, attemptId)).json.code).toBe("4020");
    expect((await psp.answer(paymentId, again.attemptId)).http).toBe(204);
  });

  test("one that hangs is given 5 s a try, and is not asked for longer than 15 s", {
    timeout: 20_000,
  }, async () => {
    const receiver = await useReceiver(() => undefined);
    const paymentId = await psp.initiate(receiver);
    await psp.swipe(paymentId);
    await receiver.received(1);
    await psp.kassa.advance("PT16S");
    const attemptId = receiver.calls[0]?.json.AuthorizationAttemptId;
    const state = async () => (await psp.kassa.reader.find(walletAttempts, { id: attemptId }))?.state;
    await expect.poll(state, { timeout: 10_000 }).toBe("unreachable");
    // It was told all the same, and says so late.
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
  });

  test("one that answers 200 and then says nothing blocks nobody for longer than 32 s", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    expect((await psp.swipe(paymentId)).json.code).toBe("2101");
    await psp.kassa.advance("PT33S");
    const again = await psp.accept(receiver, paymentId);
    expect((await psp.answer(paymentId, attemptId)).json.code).toBe("4020");
    expect((await psp.answer(paymentId, again.attemptId)).http).toBe(204);
  });

  test("a late success of the latest attempt still counts", async () => {
    const receiver = await useReceiver();
    const { paymentId, attemptId } = await psp.accepted(receiver);
    await psp.kassa.advance("PT5M");
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
    expect((await psp.report("capture", paymentId)).http).toBe(200);
  });

  test("what any 2xx answers in its body means nothing", async () => {
    const receiver = await useReceiver(
      (_call, response) => void response.writeHead(202).end('{"succeeded":false}'),
    );
    const { paymentId, attemptId } = await psp.accepted(receiver);
    await psp.kassa.advance("PT3S");
    expect(receiver.calls).toHaveLength(1);
    expect((await psp.answer(paymentId, attemptId)).http).toBe(204);
  });
});

describe("failed payments", () => {
  test("the end of the time is told once, with the only code there is", async () => {
    const receiver = await useReceiver();
    const paymentId = await psp.initiate(receiver);
    await psp.kassa.advance("PT34M");
    expect(receiver.calls).toEqual([]);
    await psp.kassa.advance("PT2M");
    await receiver.received(1);
    const [call] = receiver.calls;
    expect([call?.path, call?.json]).toEqual([
      "/callback/failed",
      { Code: "100", Reason: "Payment expired", PaymentId: paymentId },
    ]);
    expect((await psp.swipe(paymentId)).json.code).toBe("4011");
    await psp.kassa.advance("PT1H");
    expect(receiver.calls).toHaveLength(1);
  });

  test("nothing is told to who named no address, nor of a payment that was authorized or invalidated", async () => {
    const receiver = await useReceiver();
    await psp.initiate(receiver, { failedPaymentCallbackUrl: null });
    await psp.authorized(receiver);
    const invalidated = await psp.initiate(receiver);
    await psp.ask("PUT", `/api/v1/payments/${invalidated}/invalidate`);
    await psp.kassa.advance("P40D");
    expect(receiver.calls.map(({ path }) => path)).toEqual(["/callback/pan"]);
  });
});
