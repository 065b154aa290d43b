import type { DeliveryDuties } from "../core/deliveries.ts";
import type { ReceiverDuties } from "../core/receivers.ts";
import { type Measured, summarize } from "../load/measure.ts";
import { medians, of, rateTable } from "../medians.ts";
import { type Part, type Plan, sized, type Table } from "../part.ts";
import { clockMs } from "../setting/clock.ts";
import { type Crew, hire } from "../setting/crew.ts";
import { openDatabase } from "../setting/database.ts";

const receivers = 16;
const perSecond = 1_000;
const burstOf = 12_800;
const hangSeconds = 30;

const [speed, hinderedSpeed] = ["all at once", "all at once, while one receiver hangs"];
const [latency, hinderedLatency] = [`at ${perSecond} a second`, `at ${perSecond} a second, while one hangs`];

/** How fast callbacks leave, and how little one merchant's dead server costs the others. */
export const deliveries: Part = {
  name: "deliveries",
  async run(plan) {
    await using database = await openDatabase();
    await using courier = hire<DeliveryDuties>("core/deliveries.ts");
    await using merchants = hire<ReceiverDuties>("core/receivers.ts");
    await courier.ask("open", { databaseUrl: database.url });
    const ports = await merchants.ask("open", { count: receivers });
    const street: Street = { plan, courier, merchants, ports, sent: 0, isHanging: false };

    const healthy = await medians(plan, [{ name: speed, run: () => burst(street) }]);
    const punctual = await medians(plan, [{ name: latency, run: () => steady(street) }], byP99);
    plan.say(`one receiver hangs, for at least ${sized(plan, hangSeconds)} s`);
    const begin = clockMs();
    await hang(street);
    const hindered = await medians(plan, [{ name: hinderedSpeed, run: () => burst(street) }]);
    const unpunctual = await medians(plan, [{ name: hinderedLatency, run: () => steady(street) }], byP99);
    const leftMs = begin + sized(plan, hangSeconds) * 1_000 - clockMs();
    if (leftMs > 0) await steady(street, leftMs / 1_000);

    const share = of(hindered, hinderedSpeed).perSecond / (receivers - 1);
    const fullShare = of(healthy, speed).perSecond / receivers;
    return {
      title: "Deliveries",
      about: `Signed callbacks out of the outbox to ${receivers} receivers on this machine. All at once: ${sized(plan, burstOf)} of them, ${receivers} in a verb, as fast as they are taken; times count from the first verb. At ${perSecond} a second: one in a verb, times from its event, before the commit, and from the commit until it has arrived. While one hangs, which takes what comes and answers nothing, only the other ${receivers - 1} count.`,
      tables: [rateTable([...healthy, ...hindered]), waitTable([...punctual, ...unpunctual])],
      figures: {
        deliveriesPerSecond: of(healthy, speed).perSecond,
        firstAttemptP99Ms: of(punctual, latency).p99Ms,
        hangingCost: 1 - share / fullShare,
      },
    };
  },
};

type Street = {
  readonly plan: Plan;
  readonly courier: Crew<DeliveryDuties>;
  readonly merchants: Crew<ReceiverDuties>;
  readonly ports: readonly number[];
  /** How many callbacks were sent so far; they are numbered. */
  sent: number;
  isHanging: boolean;
};

async function hang(street: Street): Promise<void> {
  street.isHanging = true;
  await street.merchants.ask("hang", { receiver: receivers - 1 });
}

async function burst(street: Street): Promise<Measured> {
  const { courier, ports } = street;
  const round = numbered(street, sized(street.plan, burstOf));
  const begin = await courier.ask("burst", { ports, ...round });
  const times = (await arrivals(street, round)).filter((at) => !Number.isNaN(at)).map((at) => at - begin);
  return summarize(times, Math.max(...times));
}

/** Times are from the event; those from its commit are beside. */
type Waits = Measured & { readonly committed: Measured };

async function steady(street: Street, seconds = street.plan.seconds): Promise<Waits> {
  const { courier, ports } = street;
  const round = numbered(street, Math.round(seconds * perSecond));
  const { events, commits } = await courier.ask("steady", { ports, ...round, perSecond });
  const came = await arrivals(street, round);
  const elapsedMs = Math.max(...came.filter((at) => !Number.isNaN(at))) - (events[0] ?? 0);
  const since = (begins: Float64Array) =>
    summarize(
      [...came].map((at, i) => at - (begins[i] ?? 0)).filter((wait) => !Number.isNaN(wait)),
      elapsedMs,
    );
  return { ...since(events), committed: since(commits) };
}

function byP99({ p99Ms }: Waits): number {
  return p99Ms;
}

type Round = { readonly from: number; readonly count: number };

/** The next callbacks; a whole number for each receiver. */
function numbered(street: Street, wanted: number): Round {
  const count = Math.ceil(wanted / receivers) * receivers;
  const from = street.sent;
  street.sent += count;
  return { from, count };
}

/** When they came, once all have that can. Then the courier has nothing left to do but for who hangs. */
async function arrivals({ merchants, courier, isHanging, sent }: Street, round: Round): Promise<number[]> {
  const expected = isHanging ? (round.count * (receivers - 1)) / receivers : round.count;
  const came = await merchants.ask("arrivals", { ...round, expected });
  await courier.ask("rest", { atMost: isHanging ? sent / receivers : 0 });
  return [...came];
}

function waitTable(found: readonly (Waits & { readonly name: string })[]): Table {
  const names = ["p50 ms from the event", "p99 ms", "p50 ms from the commit", "p99 ms"];
  return {
    columns: [{ name: "what" }, ...names.map((name) => ({ name, digits: 1 }))],
    rows: found.map(({ name, p50Ms, p99Ms, committed }) => [
      name,
      p50Ms,
      p99Ms,
      committed.p50Ms,
      committed.p99Ms,
    ]),
  };
}
