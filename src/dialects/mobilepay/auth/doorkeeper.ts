import { createHmac } from "node:crypto";
import type { House } from "../../../core/house.ts";
import { type Client, clients } from "../../../core/integrators/index.ts";
import { stopwatchMs } from "../../../platform/clock.ts";
import { hashPassword, isPassword, sameText } from "../../../platform/crypto/index.ts";
import { randomToken } from "../../../platform/ids/index.ts";
import { Lockout } from "../../toolkit/lockout.ts";
import { Problem } from "../problem.ts";
import { Turnstile } from "./turnstile.ts";

export type Credentials = { readonly id: string; readonly secret: string };

const longest = 300;
const provenForMs = 60_000;
const freshMs = 2_000;
const mostKept = 10_000;
const hashedAtOnce = 2;

/** Knows integrators by their credentials. A secret takes long to check (Argon2), so one that was right is remembered for
 *  a minute: a digest of it, made with a key that only this process has, beside the hash that it fitted. Another secret
 *  is another hash, so a change ends that at once here, and within two seconds in other processes. */
export class Doorkeeper {
  readonly #house: Pick<House, "reader" | "now">;
  readonly #key = randomToken(32);
  readonly #proven = new Map<string, { readonly secretHash: string; readonly untilMs: number }>();
  readonly #underway = new Map<string, Promise<boolean>>();
  readonly #clients = new Map<
    string,
    { readonly client: Promise<Client | undefined>; readonly readAtMs: number }
  >();
  readonly #lockout = new Lockout();
  readonly #turnstile = new Turnstile(hashedAtOnce);
  #nobody: Promise<string> | undefined;

  constructor(house: Pick<House, "reader" | "now">) {
    this.#house = house;
  }

  /** Problem: 401, whatever is wrong and in the same time; 429 after 20 wrong secrets for a client from one address
   *  within a minute; 503 when too many are being checked. */
  async identify({ id, secret }: Credentials, ip: string): Promise<Client> {
    if (id === "" || secret === "" || id.length > longest || secret.length > longest || id.includes("\0"))
      throw new Problem(401);
    const client = await this.#find(id);
    const digest = createHmac("sha256", this.#key).update(`${id}\0${secret}`).digest("base64");
    if (client && this.#isProven(digest, client)) return client;
    const isRight = await this.#check(digest, { secret, client, who: `${id} ${ip}` });
    if (!client || !isRight) throw new Problem(401);
    this.#remember(digest, client);
    return client;
  }

  /** A new secret, hashed as it is stored. Problem: 503. */
  hash(secret: string): Promise<string> {
    return this.#turnstile.pass(() => hashPassword(secret));
  }

  /** A client whose secret or state has changed. */
  forget(id: string): void {
    this.#clients.delete(id);
  }

  #isProven(digest: string, { secretHash }: Client): boolean {
    const proven = this.#proven.get(digest);
    return proven !== undefined && stopwatchMs() < proven.untilMs && sameText(proven.secretHash, secretHash);
  }

  #remember(digest: string, { secretHash }: Client): void {
    if (this.#proven.size >= mostKept) this.#proven.clear();
    this.#proven.set(digest, { secretHash, untilMs: stopwatchMs() + provenForMs });
  }

  /** What several say at the same time is checked once. A try counts before it is known to be right, so that many at once
   *  do not slip through. */
  #check(
    digest: string,
    { secret, client, who }: { secret: string; client: Client | undefined; who: string },
  ): Promise<boolean> {
    const key = `${digest} ${client?.secretHash}`;
    const known = this.#underway.get(key);
    if (known) return known;
    if (this.#lockout.isLocked(who, this.#house.now())) throw new Problem(429);
    this.#lockout.count(who, this.#house.now());
    const check = this.#turnstile
      .pass(async () => isPassword(secret, client?.secretHash ?? (await this.#hashOfNobody())))
      .then((isRight) => {
        if (isRight && client) this.#lockout.forgive(who);
        return isRight;
      })
      .finally(() => this.#underway.delete(key));
    this.#underway.set(key, check);
    return check;
  }

  /** What is checked when there is no such client, so that it takes as long. */
  #hashOfNobody(): Promise<string> {
    this.#nobody ??= hashPassword(randomToken(32));
    return this.#nobody;
  }

  #find(id: string): Promise<Client | undefined> {
    const known = this.#clients.get(id);
    if (known && stopwatchMs() - known.readAtMs < freshMs) return known.client;
    if (this.#clients.size >= mostKept) this.#clients.clear();
    const client = this.#house.reader.find(clients, { id });
    this.#clients.set(id, { client, readAtMs: stopwatchMs() });
    client.catch(() => this.#clients.delete(id));
    return client;
  }
}

const doorkeepers = new WeakMap<House, Doorkeeper>();

/** The one of a house. */
export function doorkeeperOf(house: House): Doorkeeper {
  return doorkeepers.getOrInsertComputed(house, () => new Doorkeeper(house));
}
