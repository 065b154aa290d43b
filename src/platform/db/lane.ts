import { Group, type Job, type Surroundings } from "./group.ts";
import { Line } from "./line.ts";
import { hasCommitted } from "./mark.ts";
import { isLostConnection, isPassing, isRefusedByDatabase, OutcomeUnknown, verdict } from "./outcome.ts";
import { rollback } from "./statements.ts";
import type { AnyTable } from "./table.ts";

type LaneOptions = Surroundings & {
  readonly databaseUrl: string;
  readonly onCommitted: (verbs: number, inserted: ReadonlyMap<AnyTable, readonly object[]>) => void;
};

const attempts = 8;
const reconnectAttempts = 10;

/** Runs one group after the other on a connection of its own, and sees each verb through to its verdict. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #line: Line;
  readonly #again: Job[] = [];

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#line = new Line(options.databaseUrl);
  }

  /** Runs the verbs together, or each alone when that cannot be. Answers those, of this lane and others, that have
   *  to be run again because what they wanted was taken until now. */
  async run(jobs: readonly Job[]): Promise<Job[]> {
    const { failure, left } = await this.#persist(jobs, isLostConnection);
    if (left.length === 0) return this.#again.splice(0);
    if (failure instanceof OutcomeUnknown || isLostConnection(failure)) {
      for (const job of left) job.reject(verdict(failure));
    } else {
      for (const job of left) await this.#alone(job);
    }
    return this.#again.splice(0);
  }

  close(): Promise<void> {
    return this.#line.drop();
  }

  /** A verb of a refused group, by itself: what fails now is its own doing. */
  async #alone(job: Job): Promise<void> {
    const { failure, left } = await this.#persist([job], isPassing);
    for (const refused of left) refused.reject(verdict(failure));
  }

  /** Tries until the group is committed, or is not worth another try: then some are left, with the reason. */
  async #persist(
    jobs: readonly Job[],
    isWorthRetrying: (error: unknown, attempt: number) => boolean,
  ): Promise<{ failure?: unknown; left: readonly Job[] }> {
    let left = jobs;
    for (let attempt = 1; ; attempt++) {
      const group = new Group(this.#options);
      try {
        await this.#commit(group, left);
        this.#again.push(...group.release());
        return { left: [] };
      } catch (failure) {
        // Those that wait for another lane's group come back from there; ours that waited for us are still left.
        left = left.filter((job) => !group.waitsElsewhere(job));
        this.#again.push(...group.release().filter((job) => !left.includes(job)));
        if (attempt === attempts || !isWorthRetrying(failure, attempt)) return { failure, left };
        await pause(attempt, 200);
      }
    }
  }

  async #commit(group: Group, jobs: readonly Job[]): Promise<void> {
    try {
      await group.run(await this.#line.open(), jobs);
    } catch (error) {
      await this.#recover(error);
      if (isRefusedByDatabase(error) || !group.commitSent || !(await this.#hasCommitted(group.id)))
        throw error;
    }
    group.answer();
    this.#options.onCommitted(jobs.length - group.deferred, group.inserted);
  }

  /** Asks until the database is back: before that, nobody can know. */
  async #hasCommitted(groupId: string): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await hasCommitted(await this.#line.open(), groupId);
      } catch (error) {
        await this.#line.drop();
        if (attempt === reconnectAttempts) {
          throw new OutcomeUnknown("the commit's outcome is unknown", { cause: error });
        }
        await pause(attempt, 2_000);
      }
    }
  }

  async #recover(error: unknown): Promise<void> {
    if (!isRefusedByDatabase(error)) return this.#line.drop();
    const wire = await this.#line.open();
    await wire.send([rollback]).catch(() => this.#line.drop());
  }
}

function pause(attempt: number, mostMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(20 * 2 ** attempt, mostMs)));
}
