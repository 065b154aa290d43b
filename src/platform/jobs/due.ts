/** Work that becomes due at a time: holds that expire, instalments, retries. */
export type DueSource = {
  readonly name: string;
  /** When the next piece is due; null when nothing waits. On a journey of the clock it is not run before that. */
  next(): Promise<Temporal.Instant | null>;
  /** Does all that is due at `now`; answers how many pieces were done. May be run by several at once. */
  run(now: Temporal.Instant): Promise<number>;
};

export type MovableClock = { now(): Temporal.Instant; travelTo(instant: Temporal.Instant): void };

/** Runs what is due, and moves the sandbox's clock through everything that becomes due on the way. */
export class DueWork {
  readonly #sources: readonly DueSource[];
  readonly #clock: MovableClock;
  #running: Promise<unknown> = Promise.resolve();

  constructor(clock: MovableClock, sources: readonly DueSource[]) {
    this.#clock = clock;
    this.#sources = sources;
  }

  /** Does what is due now, and what becomes due by doing it. One run at a time in a process. */
  run(): Promise<number> {
    return this.#inTurn(() => this.#runAll());
  }

  /** Moves the clock to `target`, stopping wherever something is due on the way. What was due and is still not
   *  done after a run is not waited for. */
  travelTo(target: Temporal.Instant): Promise<void> {
    return this.#inTurn(async () => {
      for (let due = this.#sources; ; ) {
        const ran = due;
        const ranAt = this.#clock.now();
        const done = await this.#runOnce(ran);
        const times = await Promise.all(this.#sources.map((source) => source.next()));
        const next = times.filter((at) => at !== null).sort(Temporal.Instant.compare)[0];
        if (!next || isAfter(next, target)) break;
        if (isAfter(next, this.#clock.now())) this.#clock.travelTo(next);
        const now = this.#clock.now();
        due = this.#sources.filter((_, i) => times[i] && !isAfter(times[i], now));
        // What fell due behind the clock's back, after the sources that run had been chosen, gets its turn first.
        const isStuck = done === 0 && !isAfter(next, ranAt);
        if (isStuck && due.every((source) => ran.includes(source))) break;
      }
      this.#clock.travelTo(target);
      await this.#runAll();
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#running.then(work, work);
    this.#running = turn.catch(() => undefined);
    return turn;
  }

  async #runAll(): Promise<number> {
    let total = 0;
    for (let done = 1; done > 0; total += done) done = await this.#runOnce(this.#sources);
    return total;
  }

  async #runOnce(sources: readonly DueSource[]): Promise<number> {
    let done = 0;
    for (const source of sources) done += await source.run(this.#clock.now());
    return done;
  }
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) > 0;
}
