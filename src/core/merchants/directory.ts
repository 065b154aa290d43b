import type { Seal } from "../../platform/crypto/index.ts";
import type { Reader } from "../../platform/db/index.ts";
import { type Tariff, tariffs } from "../credit/index.ts";
import { type Merchant, merchants, type Store, type StoreKeys, stores } from "./merchant.ts";

/** All that a request needs to know of a store: whose it is, its key, what it offers on credit. */
export type StoreFacts = {
  readonly store: Store;
  readonly merchant: Merchant;
  /** Empty where nobody signs in. */
  readonly secret: string;
  readonly keys: StoreKeys | undefined;
  readonly tariffs: readonly Tariff[];
};

const freshMs = 2_000;

type Remembered = {
  readonly facts: Promise<StoreFacts | undefined>;
  readonly readAtMs: number;
  /** The same, once it is there. */
  found?: StoreFacts | undefined;
};

/** Finds stores by their credentials or id, and remembers each for a moment: settings change rarely, requests
 *  come often. A change of settings is seen within `freshMs`. */
export class Directory {
  readonly #reader: Reader;
  readonly #seal: Seal;
  readonly #stopwatchMs: () => number;
  readonly #remembered = new Map<string, Remembered>();

  constructor(reader: Reader, seal: Seal, stopwatchMs: () => number) {
    this.#reader = reader;
    this.#seal = seal;
    this.#stopwatchMs = stopwatchMs;
  }

  byNumber(dialect: string, number: string): Promise<StoreFacts | undefined> {
    return this.#remember(`${dialect}:${number}`, () => this.#read({ dialect, number }));
  }

  byId(id: string): Promise<StoreFacts | undefined> {
    return this.#remember(id, () => this.#read({ id }));
  }

  /** A store that was found a moment ago, without asking anybody; undefined does not mean that there is none. */
  remembered(id: string): StoreFacts | undefined {
    return this.#fresh(id)?.found;
  }

  /** Asks anew for a store whose settings have changed; other processes notice within a moment. */
  forget({ id, dialect, number }: Pick<Store, "id" | "dialect" | "number">): void {
    this.#remembered.delete(id);
    this.#remembered.delete(`${dialect}:${number}`);
  }

  #remember(key: string, read: () => Remembered["facts"]): Remembered["facts"] {
    const known = this.#fresh(key);
    if (known) return known.facts;
    if (this.#remembered.size > 10_000) this.#remembered.clear();
    const facts = read();
    const entry: Remembered = { facts, readAtMs: this.#stopwatchMs() };
    this.#remembered.set(key, entry);
    facts.then(
      (found) => this.#keep(key, entry, found),
      () => this.#remembered.delete(key),
    );
    return facts;
  }

  /** What was found by number is known by id too, unless it was to be forgotten meanwhile. */
  #keep(key: string, entry: Remembered, found: StoreFacts | undefined): void {
    entry.found = found;
    if (found && this.#remembered.get(key) === entry) this.#remembered.set(found.store.id, entry);
  }

  #fresh(key: string): Remembered | undefined {
    const known = this.#remembered.get(key);
    return known && this.#stopwatchMs() - known.readAtMs < freshMs ? known : undefined;
  }

  async #read(key: { dialect: string; number: string } | { id: string }): Promise<StoreFacts | undefined> {
    const store = await this.#reader.find(stores, key);
    if (!store) return undefined;
    const [merchant, offers] = await Promise.all([
      this.#reader.find(merchants, { id: store.merchantId }),
      this.#reader.list(tariffs, { storeId: store.id }),
    ]);
    if (!merchant) return undefined;
    const secret = store.sealedSecret && this.#seal.open(store.sealedSecret);
    const keys = store.sealedKeys ? (JSON.parse(this.#seal.open(store.sealedKeys)) as StoreKeys) : undefined;
    return { store, merchant, secret, keys, tariffs: offers };
  }
}
