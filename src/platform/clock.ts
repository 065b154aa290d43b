/** The time as Kassa sees it: real time plus an offset that the sandbox may move. */
export class Clock {
  offsetMs = 0;

  now(): Temporal.Instant {
    const now = Temporal.Now.instant();
    return this.offsetMs === 0 ? now : now.add({ milliseconds: this.offsetMs });
  }

  /** Makes `now` read `instant` at this moment; time goes on from there. */
  travelTo(instant: Temporal.Instant): void {
    this.offsetMs = instant.epochMilliseconds - Temporal.Now.instant().epochMilliseconds;
  }
}

/** Milliseconds of a stopwatch; only differences mean something. Not moved by the sandbox. */
export function stopwatchMs(): number {
  return performance.now();
}
