import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newWriter } from "../../../test/support/jars.ts";
import { newDatabase } from "../../../test/support/kassa.ts";
import { Keyring } from "../../platform/crypto/index.ts";
import { Reader, type Tx, type Writer } from "../../platform/db/index.ts";
import { randomDigits, uuidOf } from "../../platform/ids/index.ts";
import { merchants } from "../merchants/index.ts";
import {
  brandOf,
  type Card,
  cards,
  cardsOfOldKeys,
  changeCard,
  countOfOldKeys,
  findSameCard,
  lockCard,
  openPan,
  prepareCard,
  type Rotation,
  rotateKeys,
  storeCard,
} from "./index.ts";

const secretKey = "ab".repeat(32);
const first = `1:${"11".repeat(32)}`;
const second = `2:${"22".repeat(32)}`;
const old = new Keyring(first, secretKey);
const both = new Keyring(`${first},${second}`, secretKey);

const merchantId = uuidOf("a merchant of cards");
const pan = "4111111111111111";
const data = { pan, holder: "Anna Nowak", expiresOn: Temporal.PlainDate.from("2037-01-31") };
const owner = { payerId: null, currency: "SEK", isTest: true };

let database: Awaited<ReturnType<typeof newDatabase>>;
let writer: Writer;
let reader: Reader;
let lastNumber = 0n;

beforeAll(async () => {
  database = await newDatabase();
  writer = newWriter({ databaseUrl: database.url });
  reader = new Reader(database.url);
  const merchant = { id: merchantId, lenderId: merchantId, name: "Cards" };
  await writer.run(async (tx) => tx.insert(merchants, { ...merchant, createdAt: tx.now }));
});

afterAll(async () => {
  await Promise.all([writer?.close(), reader?.close()]);
  await database?.drop();
});

function write<Result>(verb: (tx: Tx) => Promise<Result>): Promise<Result> {
  return writer.run(verb);
}

function nextNumber(): bigint {
  lastNumber += 1n;
  return lastNumber;
}

function store(keyring = old, number = nextNumber()): Promise<Card> {
  const prepared = prepareCard(keyring, merchantId, data);
  return write(async (tx) => storeCard(tx, prepared, { ...owner, number }));
}

async function stored(id: string): Promise<Card> {
  const card = await reader.find(cards, { id });
  if (!card) throw new Error(`there is no card ${id}`);
  return card;
}

describe("a prepared card", () => {
  test("shows nothing of its number but the ends, and has a token of its own", () => {
    const [one, other] = [prepareCard(old, merchantId, data), prepareCard(old, merchantId, data)];
    expect(one).toMatchObject({ firstSix: "411111", lastFour: "1111", brand: brandOf(pan), keyVersion: 1 });
    expect(JSON.stringify(one)).not.toContain(pan);
    expect(one.token).toMatch(/^[0-9a-f]{40}$/);
    expect(one.token).not.toBe(other.token);
    expect(one.fingerprint).toBe(other.fingerprint);
  });
});

describe("a stored card", () => {
  test("comes back whole, and its number opens with the keys alone", async () => {
    const card = await store();
    const found = await stored(card.id);
    expect({ ...found, createdAt: "", expiresOn: "" }).toEqual({ ...card, createdAt: "", expiresOn: "" });
    expect(found.expiresOn.toString()).toBe("2037-01-31");
    expect(openPan(old, found)).toBe(pan);
    expect(() => openPan(new Keyring(`1:${"33".repeat(32)}`, secretKey), found)).toThrow();
  });

  test("opens no number that was moved over from another card", async () => {
    const [one, other] = [await store(), await store()];
    expect(() => openPan(old, { ...one, sealedPan: other.sealedPan })).toThrow();
    expect(() => openPan(old, { ...one, merchantId: uuidOf("another merchant") })).toThrow();
  });

  test("is found as the same again, by its payer alone", async () => {
    const { fingerprint } = prepareCard(old, merchantId, { ...data, pan: "5555555555554444" });
    const same = { merchantId, payerId: null, isTest: true, fingerprint };
    expect(await write((tx) => findSameCard(tx, same))).toBeUndefined();
    const prepared = prepareCard(both, merchantId, { ...data, pan: "5555555555554444" });
    const card = await write(async (tx) => storeCard(tx, prepared, { ...owner, number: nextNumber() }));
    expect((await write((tx) => findSameCard(tx, same)))?.id).toBe(card.id);
    expect((await findSameCard(reader, same))?.id).toBe(card.id);
    expect(await findSameCard(reader, { ...same, isTest: false })).toBeUndefined();
    expect(await findSameCard(reader, { ...same, payerId: uuidOf("a payer") })).toBeUndefined();
    await write((tx) => changeCard(tx, { id: card.id, merchantId, state: "inactive" }));
    expect(await findSameCard(reader, same)).toBeUndefined();
  });

  test("is changed by what is named, for its merchant only", async () => {
    const { id } = await store();
    const expiresOn = Temporal.PlainDate.from("2039-02-28");
    await write((tx) => changeCard(tx, { id, merchantId, holder: "Ola Nowak", expiresOn, state: undefined }));
    const card = await stored(id);
    expect(card).toMatchObject({ holder: "Ola Nowak", state: "active", details: {} });
    expect(card.expiresOn.toString()).toBe("2039-02-28");
    expect(openPan(old, card)).toBe(pan);
    const foreign = { id, merchantId: uuidOf("another merchant"), holder: "Eve" };
    await expect(write((tx) => changeCard(tx, foreign))).rejects.toMatchObject({ code: "card_not_found" });
    await expect(write((tx) => lockCard(tx, { id: uuidOf("no card") }))).rejects.toMatchObject({
      code: "card_not_found",
    });
  });

  test("that is inactive opens only when it is active again", async () => {
    const { id } = await store();
    const inactive = await write((tx) => changeCard(tx, { id, merchantId, state: "inactive" }));
    expect(() => openPan(old, inactive)).toThrow(expect.objectContaining({ code: "card_not_active" }));
    const active = await write((tx) => changeCard(tx, { id, merchantId, state: "active" }));
    expect(openPan(old, active)).toBe(pan);
  });

  test("that is deleted has lost its number for good", async () => {
    const { id } = await store();
    const remove = () => write((tx) => changeCard(tx, { id, merchantId, state: "deleted" }));
    await remove();
    await remove();
    const card = await stored(id);
    expect(card).toMatchObject({ state: "deleted", sealedPan: "", fingerprint: "", lastFour: "1111" });
    expect(() => openPan(old, card)).toThrow(expect.objectContaining({ code: "card_not_active" }));
    const revive = write((tx) => changeCard(tx, { id, merchantId, state: "active" }));
    await expect(revive).rejects.toMatchObject({ code: "card_not_active" });
  });
});

describe("a rotation of keys", () => {
  beforeEach(async () => {
    await rotateKeys({ write, reader }, both);
  });

  test("seals every card anew, in batches, and then has nothing to do", async () => {
    const [deleted] = await Promise.all(Array.from({ length: 450 }, () => store()));
    await write((tx) => changeCard(tx, { id: deleted?.id ?? "", merchantId, state: "deleted" }));
    const told: Rotation[] = [];
    await rotateKeys({ write, reader }, both, (rotation) => told.push(rotation));
    expect(told.map(({ done, total }) => [done, total])).toEqual([
      [200, 450],
      [400, 450],
      [450, 450],
    ]);
    expect(await countOfOldKeys(reader, both.newest)).toBe(0);
    expect(await rotateKeys({ write, reader }, both)).toEqual({ total: 0, done: 0, unopened: [] });
    const withoutFirst = new Keyring(second, secretKey);
    const all = (await reader.list(cards, { merchantId })).filter(({ state }) => state === "active");
    expect(all.length).toBeGreaterThan(400);
    expect(all.map((card) => openPan(withoutFirst, card))).toContain(pan);
  });

  test("that was interrupted goes on where it was", async () => {
    await Promise.all(Array.from({ length: 250 }, () => store()));
    const stop = () => {
      throw new Error("interrupted");
    };
    await expect(rotateKeys({ write, reader }, both, stop)).rejects.toThrow("interrupted");
    expect(await countOfOldKeys(reader, both.newest)).toBe(50);
    expect(await rotateKeys({ write, reader }, both)).toMatchObject({ total: 50, done: 50 });
  });

  test("leaves a card that cannot be opened as it is, and names it", async () => {
    const foreign = new Keyring(`1:${randomDigits(64)}`, secretKey);
    const [lost, sound] = [await store(foreign), await store()];
    expect(await rotateKeys({ write, reader }, both)).toEqual({ total: 2, done: 1, unopened: [lost.id] });
    expect((await stored(lost.id)).sealedPan).toBe(lost.sealedPan);
    expect(openPan(both, await stored(sound.id))).toBe(pan);
    const left = await cardsOfOldKeys(reader, { newest: 2, after: undefined, most: 10 });
    expect(left.map(({ id }) => id)).toEqual([lost.id]);
    await write((tx) => changeCard(tx, { id: lost.id, merchantId, state: "deleted" }));
  });

  test("keeps what changes meanwhile", async () => {
    const { id } = await store();
    const later: typeof write = async (verb) => {
      await write((tx) => changeCard(tx, { id, merchantId, state: "deleted" }));
      return write(verb);
    };
    await rotateKeys({ write: later, reader }, both);
    expect(await stored(id)).toMatchObject({ state: "deleted", sealedPan: "", keyVersion: 1 });
  });
});
