import { listen, type Receiver } from "../load/receiver.ts";
import { clockMs } from "../setting/clock.ts";
import { serve } from "../setting/crew.ts";

const receivers: Receiver[] = [];
/** When each callback came first, by its number. */
const arrivals: number[] = [];

type Range = { readonly from: number; readonly count: number; readonly expected: number };

/** The merchants' servers to which callbacks go. */
const duties = {
  async open({ count }: { count: number }): Promise<number[]> {
    for (let i = 0; i < count; i++) receivers.push(await listen(take));
    return receivers.map(({ port }) => port);
  },

  /** This one answers nothing any more. */
  async hang({ receiver }: { receiver: number }): Promise<void> {
    receivers[receiver]?.hang();
  },

  /** When each of these came, NaN for those that did not; waits until as many as expected have. */
  async arrivals({ from, count, expected }: Range): Promise<Float64Array> {
    const deadline = clockMs() + 60_000;
    for (;;) {
      const came = Float64Array.from({ length: count }, (_, i) => arrivals[from + i] ?? Number.NaN);
      const arrived = came.reduce((sum, at) => sum + (Number.isNaN(at) ? 0 : 1), 0);
      if (arrived >= expected) return came;
      if (clockMs() > deadline) throw new Error(`${arrived} of ${expected} callbacks came`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  },
};

export type ReceiverDuties = typeof duties;

function take(body: string): void {
  const number = Number(/"order_id":"bench-(\d+)"/.exec(body)?.[1]);
  arrivals[number] ??= clockMs();
}

serve(duties);
