/** The time as Kassa sees it: real time plus an offset that the sandbox may move. */
export class Clock {
  #offset = Temporal.Duration.from({ milliseconds: 0 });

  now(): Temporal.Instant {
    return Temporal.Now.instant().add(this.#offset);
  }

  /** Makes `now` read `instant` at this moment; time goes on from there. */
  travelTo(instant: Temporal.Instant): void {
    const milliseconds = instant.epochMilliseconds - Temporal.Now.instant().epochMilliseconds;
    this.#offset = Temporal.Duration.from({ milliseconds });
  }

  get offsetMs(): number {
    return this.#offset.total("milliseconds");
  }

  set offsetMs(milliseconds: number) {
    this.#offset = Temporal.Duration.from({ milliseconds });
  }
}

/** Milliseconds of a stopwatch; only differences mean something. Not moved by the sandbox. */
export function stopwatchMs(): number {
  return performance.now();
}
