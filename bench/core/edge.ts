import { randomToken, uuidAt } from "../../src/platform/ids/index.ts";

/** Time and chance, as a writer of the bench's own needs them. */
export const edge = { now: () => Temporal.Now.instant(), idAt: uuidAt, token: randomToken };
