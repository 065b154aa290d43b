import { saveStore } from "../../src/core/merchants/index.ts";
import { Seal } from "../../src/platform/crypto/index.ts";
import { Writer } from "../../src/platform/db/index.ts";
import { secret } from "../load/mokka.ts";
import { serve } from "../setting/crew.ts";
import { edge } from "./edge.ts";

type Town = { readonly databaseUrl: string; readonly secretKey: string; readonly numbers: readonly string[] };

const tariff = {
  number: 103,
  kind: "installments",
  term: 3,
  minimum: 1_000n,
  maximum: null,
  monthlyRatePpm: 10_000n,
  commissionPpm: 30_000n,
  overpaymentStep: 1n,
  instalmentStep: 1n,
  every: "month",
  weekends: "keep",
} as const;

/** Adds stores to a running Kassa, each of a merchant of its own. */
const duties = {
  async add({ databaseUrl, secretKey, numbers }: Town): Promise<void> {
    const writer = new Writer({ databaseUrl, edge });
    const seal = new Seal(secretKey);
    const place = { dialect: "mokka-online", currency: "PLN", country: "PL", timeZone: "Europe/Warsaw" };
    await Promise.all(
      numbers.map((number) => {
        const key = { sealedSecret: seal.seal(secret), replacesSecret: false };
        const sheet = { ...place, ...key, number, name: `Store ${number}`, settings: {}, tariffs: [tariff] };
        return writer.run((tx) => saveStore(tx, sheet));
      }),
    );
    await writer.close();
  },
};

export type StoreDuties = typeof duties;

serve(duties);
