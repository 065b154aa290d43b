import { type Movement, post, trialBalance } from "../../src/core/ledger/index.ts";
import { Reader, Writer } from "../../src/platform/db/index.ts";
import { uuidOf } from "../../src/platform/ids/index.ts";
import type { Measured } from "../load/measure.ts";
import { race } from "../load/race.ts";
import { serve } from "../setting/crew.ts";
import { edge } from "./edge.ts";

let writer: Writer;
let reader: Reader;
let posted = 0;

type Load = {
  readonly verbs: number;
  readonly movements: number;
  readonly owners: number;
  readonly seconds: number;
};

/** The core's ledger without anything around it. */
const duties = {
  async open({ databaseUrl }: { databaseUrl: string }): Promise<void> {
    writer = new Writer({ databaseUrl, edge });
    reader = new Reader(databaseUrl);
  },

  /** Verbs that each post so many movements, so many of them in flight. Times are those of a verb. */
  async post({ verbs, movements, owners, seconds }: Load): Promise<Measured> {
    const measured = await race(verbs, seconds, async () => {
      const drawn = Array.from({ length: movements }, () => movement(owners));
      await writer.run(async (tx) => {
        for (const one of drawn) post(tx, one);
      });
      posted += movements;
    });
    return {
      ...measured,
      count: measured.count * movements,
      perSecond: measured.perSecond * movements,
    };
  },

  /** Throws unless every transfer is there and debits equal credits. */
  async check(): Promise<{ posted: number }> {
    const [stored] = await reader.query<{ count: bigint }>("select count(*) as count from transfers");
    if (stored?.count !== BigInt(posted))
      throw new Error(`${posted} transfers posted, ${stored?.count} stored`);
    for (const { debits, credits } of await trialBalance(reader))
      if (debits !== credits) throw new Error(`debits ${debits} and credits ${credits} differ`);
    return { posted };
  },
};

export type LedgerDuties = typeof duties;

let drawn = 0;

/** From one owner's cash to another's payable account, each in its turn. */
function movement(owners: number): Movement {
  const number = drawn++;
  const owner = (n: number) => uuidOf(`bench owner ${n % owners}`);
  return {
    reason: "bench",
    subjectId: owner(number),
    debit: { ownerId: owner(number), code: "cash", currency: "PLN" },
    credit: { ownerId: owner(number * 7 + 1), code: "payable", currency: "PLN" },
    amount: 100n,
  };
}

serve(duties);
