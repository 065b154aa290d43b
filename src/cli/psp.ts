import { createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { addClient, addPublicKey, changeClient, clients } from "../core/integrators/index.ts";
import { saveStore } from "../core/merchants/index.ts";
import { type Config, ConfigError } from "../platform/config/index.ts";
import { hashPassword } from "../platform/crypto/index.ts";
import type { Writer } from "../platform/db/index.ts";
import { randomToken } from "../platform/ids/index.ts";
import { atDesk, type Desk } from "./desk.ts";

const usage = `kassa psp --name "My PSP"                    lets a payment service provider in; prints its client id and secret
kassa psp --client ID --activate             lets in one that has asked for credentials over the API
kassa psp --client ID --new-secret           gives it another secret; the old one ends
kassa psp --client ID --public-key FILE.pem  takes the RSA key that cards are encrypted with; prints its publicKeyId
kassa psp --wallet "My wallet" [--currency DKK] [--country DK] [--time-zone Europe/Copenhagen] [--fee-percent 1]
                                             makes or changes the wallet whose users pay`;

const options = {
  name: { type: "string" },
  client: { type: "string" },
  activate: { type: "boolean" },
  "new-secret": { type: "boolean" },
  "public-key": { type: "string" },
  wallet: { type: "string" },
  currency: { type: "string", default: "DKK" },
  country: { type: "string", default: "DK" },
  "time-zone": { type: "string", default: "Europe/Copenhagen" },
  "fee-percent": { type: "string", default: "0" },
} as const;

const smallestKey = 4_096;

/** `kassa psp`: who may ask a wallet's users for payments, and the wallet itself. Works while Kassa runs. */
export async function runPsp(config: Config, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const { name, client: id, wallet } = values;
  const publicKey = values["public-key"] === undefined ? undefined : await readKey(values["public-key"]);
  await atDesk(config, async (desk) => {
    const { writer } = desk;
    if (wallet !== undefined) return print(await saveWallet(writer, wallet, values));
    if (id === undefined && name !== undefined) return print(await letIn(writer, name));
    if (id === undefined) throw new ConfigError(usage);
    if (publicKey !== undefined) return print(await takeKey(desk, id, publicKey));
    const secret = values["new-secret"] ? randomToken(24) : undefined;
    if (!secret && !values.activate) throw new ConfigError(usage);
    const changes = {
      ...(values.activate && { state: "active" as const }),
      ...(secret && { secretHash: await hashPassword(secret) }),
    };
    const { state } = await writer.run((tx) => changeClient(tx, { id, ...changes }));
    print(`x-ibm-client-id=${id} state=${state}${secret ? ` x-ibm-client-secret=${secret}` : ""}`);
  });
}

async function letIn(writer: Writer, name: string): Promise<string> {
  const [id, secret] = [randomToken(16), randomToken(24)];
  const secretHash = await hashPassword(secret);
  await writer.run(async (tx) => addClient(tx, { id, integrator: name, name, secretHash, state: "active" }));
  return `x-ibm-client-id=${id} x-ibm-client-secret=${secret}`;
}

async function takeKey({ writer, reader, numbers }: Desk, id: string, pem: string): Promise<string> {
  const client = await reader.find(clients, { id });
  if (!client) throw new ConfigError(`--client: there is no client ${id}`);
  const number = await numbers.next("public_key");
  await writer.run(async (tx) => addPublicKey(tx, { merchantId: client.merchantId, number, pem }));
  return `publicKeyId=${number}`;
}

type Place = { currency: string; country: string; "time-zone": string; "fee-percent": string };

async function saveWallet(writer: Writer, name: string, place: Place): Promise<string> {
  const { currency, country, "time-zone": timeZone, "fee-percent": percent } = place;
  if (!/^\d{1,2}(\.\d{1,4})?$/.test(percent)) throw new ConfigError("--fee-percent: must be 0 to 99.9999");
  const feePpm = Math.round(Number.parseFloat(percent) * 10_000);
  const facts = { dialect: "mobilepay", number: "wallet", name, currency, country, timeZone, tariffs: [] };
  const store = await writer.run((tx) =>
    saveStore(tx, { ...facts, sealedSecret: "", replacesSecret: false, settings: { feePpm } }),
  );
  return `wallet=${store.name} fee=${percent}% merchant=${store.merchantId}`;
}

/** The PEM of a file, as it is kept. */
async function readKey(file: string): Promise<string> {
  const key = createPublicKey(await readFile(file));
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa" || bits < smallestKey)
    throw new ConfigError(`--public-key: must be an RSA key of at least ${smallestKey} bits`);
  return key.export({ type: "spki", format: "pem" }).toString();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
