import { Problem } from "../problem.ts";

const longestQueue = 64;

/** Lets only so many through at once; the others wait in line. Hashing a secret takes a processor and 19 MB. */
export class Turnstile {
  readonly #places: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#places = places;
  }

  /** Problem: 503, when the line is too long. */
  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#inside >= this.#places) {
      if (this.#waiting.length >= longestQueue) throw new Problem(503);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#inside += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside -= 1;
    }
  }
}
