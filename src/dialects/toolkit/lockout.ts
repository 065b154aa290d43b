type Tries = { count: number; until: Temporal.Instant };

const mostTries = 20;
const pause = Temporal.Duration.from({ minutes: 1 });
const mostKept = 10_000;

/** Who has given wrong passwords for a merchant, and how often within a minute: after 20 of them nothing more is
 *  believed for a minute. By address too, so that a stranger does not lock the merchant out; kept in memory. */
export class Lockout {
  readonly #tries = new Map<string, Tries>();

  /** Whether nothing is believed now. */
  isLocked(who: string, now: Temporal.Instant): boolean {
    const tries = this.#tries.get(who);
    if (!tries || Temporal.Instant.compare(now, tries.until) >= 0) return false;
    return tries.count >= mostTries;
  }

  /** Counts a wrong password; a minute begins with the first, and again with the one that locks. */
  count(who: string, now: Temporal.Instant): void {
    const known = this.#tries.get(who);
    const isOver = !known || Temporal.Instant.compare(now, known.until) >= 0;
    const tries = isOver ? { count: 0, until: now.add(pause) } : known;
    tries.count += 1;
    if (tries.count === mostTries) tries.until = now.add(pause);
    this.#tries.delete(who);
    this.#tries.set(who, tries);
    if (this.#tries.size > mostKept) this.#forgetOldest();
  }

  /** Takes one count back: the password was right after all. */
  forgive(who: string): void {
    const tries = this.#tries.get(who);
    if (tries && tries.count > 0) tries.count -= 1;
  }

  #forgetOldest(): void {
    const [oldest] = this.#tries.keys();
    if (oldest !== undefined) this.#tries.delete(oldest);
  }
}
