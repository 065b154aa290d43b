import type pg from "pg";
import { insertRows } from "../db/statements.ts";
import { type Table, table } from "../db/table.ts";
import { forgetBefore } from "./queries.ts";

/** One request as it is remembered for 30 days: who asked what, what was answered and why. Never a body. */
export type Entry = {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly dialect: string;
  readonly storeId: string | null;
  readonly operation: string;
  readonly method: string;
  /** Without the query, which may carry a signature. */
  readonly path: string;
  readonly status: number;
  /** The dialect's own code of its answer. */
  readonly answer: string | null;
  /** The refusal that decided. */
  readonly refusal: string | null;
  /** What the request was about, in the merchant's words. */
  readonly reference: string | null;
  readonly durationMs: number;
};

export const requestLog: Table<Entry> = table<Entry>("request_log", {
  id: "uuid",
  at: "timestamptz",
  dialect: "text",
  storeId: "uuid",
  operation: "text",
  method: "text",
  path: "text",
  status: "integer",
  answer: "text",
  refusal: "text",
  reference: "text",
  durationMs: "double precision",
});

const keepFor = Temporal.Duration.from({ hours: 24 * 30 });
const flushAfterMs = 100;
const most = 10_000;

/** Writes the request log behind the answers, many rows at a time. Under a flood it drops entries rather than
 *  memory, and counts them. */
export class Journal {
  readonly #pool: pg.Pool;
  #entries: Entry[] = [];
  #flushing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  dropped = 0;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  record(entry: Entry): void {
    if (this.#entries.length >= most) {
      this.dropped++;
      return;
    }
    this.#entries.push(entry);
    this.#timer ??= setTimeout(() => void this.flush(), flushAfterMs);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#flushing;
    const entries = this.#entries;
    this.#entries = [];
    if (entries.length === 0) return;
    this.#flushing = this.#write(entries);
    await this.#flushing;
    this.#flushing = undefined;
  }

  /** Forgets what is older than 30 days at `now`. */
  async prune(now: Temporal.Instant): Promise<void> {
    await forgetBefore(this.#pool, now.subtract(keepFor));
  }

  async #write(entries: readonly Entry[]): Promise<void> {
    try {
      await this.#pool.query(insertRows(requestLog, entries));
    } catch {
      this.dropped += entries.length;
    }
  }
}
