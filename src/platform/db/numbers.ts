import type pg from "pg";

/** What has public numbers; each noun counts for itself. */
export type Numbered =
  | "payment"
  | "payer"
  | "card"
  | "refund"
  | "plan"
  | "subscription"
  | "step"
  | "product"
  | "schedule"
  | "template"
  | "webhook"
  | "public_key";

const smallest = 1;
const largest = 512;

/** Hands out the public numbers of nouns, from sequences of the database: each once, also among several processes.
 *  Who asks often gets them in blocks; what is left of a block when the process ends is never used. */
export class Numbers {
  readonly #pool: pg.Pool;
  readonly #blocks = new Map<Numbered, Block>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** The next number of a noun. */
  async next(noun: Numbered): Promise<bigint> {
    const block = this.#blocks.getOrInsertComputed(noun, newBlock);
    for (;;) {
      const number = block.numbers.shift();
      if (number !== undefined) return number;
      block.loading ??= this.#load(noun, block);
      await block.loading;
    }
  }

  async #load(noun: Numbered, block: Block): Promise<void> {
    try {
      const { rows } = await this.#pool.query<{ number: bigint }>(
        "select nextval($1::regclass) as number from generate_series(1, $2::int)",
        [`${noun}_numbers`, block.size],
      );
      block.numbers.push(...rows.map(({ number }) => number));
      block.size = Math.min(block.size * 2, largest);
    } finally {
      block.loading = undefined;
    }
  }
}

const newBlock = (): Block => ({ numbers: [], size: smallest, loading: undefined });

type Block = { readonly numbers: bigint[]; size: number; loading: Promise<void> | undefined };
