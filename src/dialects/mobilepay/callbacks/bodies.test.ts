import { constants, generateKeyPairSync, privateDecrypt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address } from "../../../core/wallet/index.ts";
import { addressBody } from "./address.ts";
import { agreementBody, failedBody, panBody, panUpdateBody } from "./bodies.ts";
import { encryptCard, plainText, ticksOf } from "./pan.ts";
import { tokenBody } from "./token.ts";

const now = Temporal.Instant.from("2020-06-17T12:00:00.1234567Z");
const expiresOn = Temporal.PlainDate.from("2030-03-31");

describe("a card's number", () => {
  test("is told with .NET's ticks, all as numbers", () => {
    expect(ticksOf(Temporal.Instant.from("1970-01-01T00:00:00Z"))).toBe(621_355_968_000_000_000n);
    expect(ticksOf(now)).toBe(637_279_920_001_234_567n);
    expect(plainText({ pan: "4571999999999992", expiresOn }, now)).toBe(
      '{"timestampticks":637279920001234567,"encryptedCardData":' +
        '{"cardNumber":4571999999999992,"expiryMonth":3,"expiryYear":30}}',
    );
  });

  test("keeps every digit, also where JavaScript's numbers end", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{11,18}$/), (pan) => {
        expect(plainText({ pan, expiresOn }, now)).toContain(`"cardNumber":${pan},`);
      }),
    );
  });

  test.each([2048, 4096])(
    "fits a key of %s bits, and is never encrypted the same way twice",
    (modulusLength) => {
      const { publicKey, privateKey } = generateKeyPairSync("rsa", {
        modulusLength,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
      });
      const card = { pan: "9".repeat(19), expiresOn };
      const encrypted = encryptCard(card, { pem: publicKey, now });
      expect(Buffer.from(encrypted, "base64")).toHaveLength(modulusLength / 8);
      expect(encryptCard(card, { pem: publicKey, now })).not.toBe(encrypted);
      const key = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
      expect(privateDecrypt(key, Buffer.from(encrypted, "base64")).toString()).toBe(plainText(card, now));
      expect(() => privateDecrypt({ ...key, oaepHash: "sha1" }, Buffer.from(encrypted, "base64"))).toThrow();
    },
  );
});

describe("an address", () => {
  const home: Address = {
    firstName: "Ida",
    surname: "Holm",
    attention: "",
    company: "",
    line1: "Strandvejen 1",
    line2: "",
    postalCode: "8000",
    city: "Aarhus C",
    country: "DK",
    isOfficial: true,
  };
  const work = { ...home, line1: "Ryesgade 2", company: "Gedekid", isOfficial: false };
  const told = (billing: Address, delivery: Address | null) =>
    addressBody({
      paymentId: "p",
      attemptId: "a",
      user: { phone: "+4512345678", email: "ida@example.com" },
      addresses: { billing, delivery },
    }).Addresses.map((item) => [item.AddressLine1, item.IsBillingAddress, item.IsDeliveryAddress]);

  test("is one item when both are the same, two when they differ, one for billing when nothing is delivered", () => {
    expect(told(home, home)).toEqual([["Strandvejen 1", true, true]]);
    expect(told(home, work)).toEqual([
      ["Strandvejen 1", true, false],
      ["Ryesgade 2", false, true],
    ]);
    expect(told(home, null)).toEqual([["Strandvejen 1", true, false]]);
  });
});

test("the bodies are as documented, letter for letter and in order", () => {
  const card = { encrypted: "x", paymentId: "p", publicKeyId: 1, cardType: "DANKORT" } as const;
  expect(JSON.stringify(panBody({ ...card, attemptId: "a" }))).toBe(
    '{"EncryptedCardData":"x","PaymentId":"p","AuthorizationAttemptId":"a","PublicKeyId":1,"CardType":"DANKORT"}',
  );
  expect(panBody({ ...card, attemptId: "a", agreementId: "g" })).toHaveProperty("AgreementId", "g");
  expect(JSON.stringify(panUpdateBody({ ...card, agreementId: "g" }))).toBe(
    '{"agreementId":"g","paymentId":"p","publicKeyId":1,"cardType":"DANKORT","cardData":"x","cardDataType":"EncryptedPan"}',
  );
  expect(JSON.stringify(failedBody("p"))).toBe('{"Code":"100","Reason":"Payment expired","PaymentId":"p"}');
  expect(JSON.stringify(agreementBody("g", "Activated"))).toBe('{"agreementId":"g","state":"Activated"}');
});

test("months, years and indicators of a token are text", () => {
  const token = {
    network: "visa",
    token: "4895737462013403",
    expiresOn,
    cryptogram: "AAAA",
    eci: "07",
    accountReference: "V001",
  } as const;
  const facts = {
    paymentId: "p-q",
    cardType: "VISA-DEBIT",
    issuedIn: "DK",
    firstSix: "457199",
    lastFour: "9992",
  } as const;
  const visa = tokenBody({ ...facts, attemptId: "a" }, token);
  expect(visa).toMatchObject({
    authorizationAttemptId: "a",
    isDelegatedAuthentication: false,
    tokenData: { tokenInfo: { last4: "3403", expirationDate: { month: "03", year: "2030" } } },
  });
  expect(visa).not.toHaveProperty("agreementId");
  const mastercard = tokenBody(
    { ...facts, agreementId: "g" },
    { ...token, network: "mastercard", eci: "06" },
  );
  expect(mastercard).toMatchObject({
    agreementId: "g",
    tokenMethod: "MC S4C",
    tokenData: { eci: "06", token: { tokenExpirationMonth: "03", tokenExpirationYear: "2030" } },
  });
  expect(mastercard).not.toHaveProperty("authorizationAttemptId");
  expect(mastercard).not.toHaveProperty("isDelegatedAuthentication");
});
