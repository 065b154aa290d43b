import { z } from "zod";
import type { MokaAccount } from "./moka.ts";

const clock = z.object({ now: z.string().transform((text) => Temporal.Instant.from(text)) });

/** Where Moka's days begin and end. */
export const mokaZone = "Europe/Istanbul";

export type MokaClock = {
  /** What time it is at Moka: in the sandbox as its clock says, which may have been moved; otherwise now. */
  ask(): Promise<Temporal.Instant>;
  /** The same without asking: as far ahead as it was when it was asked last. */
  guess(): Temporal.Instant;
  /** Moves the sandbox's clock forward, through all that becomes due. Answers whether it did. */
  move(duration: string): Promise<boolean>;
};

export function createMokaClock(moka: MokaAccount, now: () => Temporal.Instant): MokaClock {
  let ahead = new Temporal.Duration();
  const take = (told: Temporal.Instant | undefined) => {
    if (told) ahead = now().until(told);
    return told;
  };
  const guess = () => now().add(ahead);
  return {
    ask: async () => (moka.isTest ? take(await sandbox(moka, "clock")) : undefined) ?? guess(),
    guess,
    move: async (advance) => take(await sandbox(moka, "clock", { advance })) !== undefined,
  };
}

/** Has the sandbox charge what is planned for today or earlier, without waiting for noon or six. */
export async function runNow(moka: MokaAccount): Promise<boolean> {
  return (await sandbox(moka, "moka/run", {})) !== undefined;
}

/** A month of somebody's instalments and subscriptions may take a while. */
const timeoutMs = 60_000;

async function sandbox({ baseUrl }: MokaAccount, path: string, body?: object) {
  try {
    const response = await fetch(`${baseUrl}/sandbox/${path}`, {
      ...(body && { method: "POST", body: JSON.stringify(body) }),
      headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.ok ? clock.parse(await response.json()).now : undefined;
  } catch {
    return undefined;
  }
}
