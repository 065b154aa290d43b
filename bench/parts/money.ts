import type { GeneratorDuties } from "../load/generator.ts";
import type { Verb } from "../load/stock.ts";
import { type Case, cpuTable, medians, of, type Run, watched } from "../medians.ts";
import { type Part, type Plan, sized } from "../part.ts";
import { type Crew, hire } from "../setting/crew.ts";
import { type Kassa, openKassa } from "../setting/servers.ts";

type Generator = Crew<GeneratorDuties>;

/** Calls of a run of the mix, by connections: as many as take about as long. */
const callsAt = { 1: 800, 8: 2_400, 64: 4_000, 256: 4_800 } as const;
type Connections = keyof typeof callsAt;
const steps = Object.keys(callsAt).map(Number) as Connections[];

const mixed: readonly Verb[] = ["auth", "finish", "cancel", "return"];
const aloneCalls = 1_200;
const aloneConnections = 64;
const buyers = 64;
/** Orders of the mix are prepared by the server that is measured, which has compiled its code by then. Calls about cards
 *  need nothing before, so that many runs' time of them is not counted. */
const warmUps = 3;
const purchases = "complete purchases: order, pages, code, finish";
const approvals = "payments with the wallet: asked for, approved, card delivered, answered, captured";
const sales = "sales at the till: request, code, person, tariffs, choice, code";

/** What a merchant's calls about money cost, and what a shopper's whole purchase does. */
export const money: Part = {
  name: "money",
  async run(plan) {
    await using kassa = await openKassa();
    await using generator = hire<GeneratorDuties>("load/generator.ts");
    const at = { plan, kassa, generator, stores: ["1"] };
    const found = await medians(plan, [
      ...steps.map((connections) => mixCase(at, connections)),
      ...mixed.map((verb) => aloneCase(at, verb)),
    ]);
    const { seconds } = plan;
    const timed = { port: kassa.port, connections: buyers, seconds };
    plan.say("calls about cards, not counted");
    await generator.ask("cards", { ...timed, seconds: warmUps * seconds });
    const paid = await medians(
      plan,
      [1, 64].map((connections) => cardCase(at, connections)),
    );
    const bought = await medians(plan, [
      { name: purchases, run: () => watched(kassa, () => generator.ask("buy", timed)) },
      { name: approvals, run: () => watched(kassa, () => generator.ask("approve", timed)) },
      { name: sales, run: () => watched(kassa, () => generator.ask("sell", timed)) },
    ]);
    const busy = of(found, mixName(64));
    return {
      title: "Calls that move money",
      about: `Signed calls to Mokka Online, answered after their commit. The mix is precheck/auth, finish, cancel and return by turns, on orders that shoppers have placed before, each of another customer; no callback is under way meanwhile. Cards: the same of Mondido, a thousand customers by turns, after one run of ${warmUps} times the length that is not counted. Alone: ${aloneConnections} connections. Purchases: ${buyers} shoppers at once, each new, with every page, the code and the callback. Wallet: as many payments at once through MobilePay Online, four calls and a callback each. Sales: as many agents of Mokka Offline, each customer new.`,
      tables: [cpuTable(found), cpuTable(paid), cpuTable(bought)],
      figures: {
        callsPerSecond: busy.perSecond,
        callsP99Ms: busy.p99Ms,
        oneConnectionP50Ms: of(found, mixName(1)).p50Ms,
        cpuMsPerCall: cpuOf(busy),
        cardCallsPerSecond: of(paid, cardName(64)).perSecond,
        cardCallsP99Ms: of(paid, cardName(64)).p99Ms,
        walletPaymentsPerSecond: of(bought, approvals).perSecond,
        purchasesPerSecond: of(bought, purchases).perSecond,
      },
    };
  },
};

function cardName(connections: number): string {
  return `cards: pay, authorize, capture, refund, ${connections} connection${connections === 1 ? "" : "s"}`;
}

function cardCase({ plan, kassa, generator }: Place, connections: number): Case<Run> {
  const load = { port: kassa.port, connections, seconds: plan.seconds };
  return { name: cardName(connections), run: () => watched(kassa, () => generator.ask("cards", load)) };
}

function cpuOf({ serverMs, databaseMs }: Run): number | null {
  return serverMs === null || databaseMs === null ? null : serverMs + databaseMs;
}

/** Where calls are made: at these stores of this Kassa, from this process. */
export type Place = {
  readonly plan: Plan;
  readonly kassa: Kassa;
  readonly generator: Generator;
  readonly stores: readonly string[];
};

function mixName(connections: number): string {
  return `the mix, ${connections} connection${connections === 1 ? "" : "s"}`;
}

/** The mix of calls on so many connections, with its orders prepared before. */
export function mixCase(place: Place, connections: Connections, name = mixName(connections)): Case<Run> {
  const { plan, kassa, generator, stores } = place;
  const calls = sized(plan, callsAt[connections]);
  return {
    name,
    async run() {
      const { port } = kassa;
      plan.say(`preparing ${Math.ceil(calls / 2)} orders for ${name}`);
      await generator.ask("prepare", { port, stores, held: Math.ceil(calls / 2), finished: connections });
      return watched(kassa, () => generator.ask("call", { port, stores, verbs: mixed, connections, calls }));
    },
  };
}

function aloneCase({ plan, kassa, generator, stores }: Place, verb: Verb): Case<Run> {
  const { port } = kassa;
  const calls = sized(plan, aloneCalls);
  const held = verb === "finish" || verb === "cancel" ? calls : 0;
  const finished = verb === "return" ? calls : 0;
  return {
    name: `${verb} alone`,
    async run() {
      plan.say(`preparing orders for ${verb}`);
      await generator.ask("prepare", { port, stores, held, finished });
      const load = { port, stores, verbs: [verb], connections: aloneConnections, calls };
      return watched(kassa, () => generator.ask("call", load));
    },
  };
}
