import { serve } from "../setting/crew.ts";
import { Connection } from "./client.ts";
import { type Measured, measure } from "./measure.ts";
import { Psp } from "./mobilepay.ts";
import { finish, type Opening, open, shop, status } from "./mokka.ts";
import { CardMerchant } from "./mondido.ts";
import { listen } from "./receiver.ts";
import { type Market, Stock, type Verb } from "./stock.ts";
import { logIn, sell } from "./till.ts";

const receiver = await listen();
/** Other customers than those of the web. */
let customersAtTills = 300_000;
const psp = await Psp.open();
const stock = new Stock(`http://127.0.0.1:${receiver.port}/callback`);

type Timed = { readonly port: number; readonly connections: number; readonly seconds: number };
type Counted = Market & {
  readonly verbs: readonly Verb[];
  readonly connections: number;
  readonly calls: number;
};

/** The load, from a process of its own: merchants who call, shoppers who fill in forms, and the server to which
 *  the callbacks go. */
const duties = {
  prepare: ({ held, finished, ...market }: Market & { held: number; finished: number }) =>
    stock.fill(market, { held, finished }),

  /** Nothing that was prepared is called for any more. */
  forget: async (): Promise<void> => stock.forget(),

  /** So many calls, the verbs by turns. */
  call({ port, stores, verbs, connections, calls }: Counted): Promise<Measured> {
    let made = 0;
    return measure(port, connections, Infinity, async (on) => {
      const number = made++;
      if (number >= calls) return false;
      await stock.perform(verbs[number % verbs.length] as Verb, on, stores);
      return true;
    });
  },

  /** Calls of card merchants: each connection pays, authorizes, captures and refunds by turns. */
  async cards({ port, connections, seconds }: Timed): Promise<Measured> {
    const merchants = new Map<Connection, CardMerchant>();
    return measure(port, connections, seconds, async (on) => {
      const merchant = merchants.getOrInsertComputed(on, () => new CardMerchant(on));
      await merchant.next();
      return true;
    });
  },

  /** Signed calls that change nothing; `isEcho`: to a server that knows no order. */
  async ask({ port, connections, seconds, isEcho }: Timed & { isEcho: boolean }): Promise<Measured> {
    const opening = stock.opening(["1"]);
    if (!isEcho) await once(port, async (on) => void (await open(on, opening)));
    return measure(port, connections, seconds, async (on) => {
      await status(on, opening.order);
      return true;
    });
  },

  /** Complete purchases: order, every page of the form, the code, the finish. */
  buy: ({ port, connections, seconds }: Timed): Promise<Measured> =>
    measure(port, connections, seconds, async (on) => {
      await purchase(on, stock.opening(["1"]));
      return true;
    }),

  /** Payments with the wallet, from asking to capture. */
  approve: ({ port, connections, seconds }: Timed): Promise<Measured> =>
    measure(port, connections, seconds, async (on) => {
      await psp.pay(on);
      return true;
    }),

  /** Sales at the till, each to somebody new, up to the barcode. */
  async sell({ port, connections, seconds }: Timed): Promise<Measured> {
    let token = "";
    await once(port, async (on) => {
      token = await logIn(on);
    });
    return measure(port, connections, seconds, async (on) => {
      await sell(on, token, customersAtTills++);
      return true;
    });
  },

  /** One purchase, as the first on a server that has just begun. */
  buyOnce: ({ port }: { port: number }): Promise<void> =>
    once(port, (on) => purchase(on, stock.opening(["1"]))),
};

export type GeneratorDuties = typeof duties;

async function purchase(on: Connection, opening: Opening): Promise<void> {
  await shop(on, opening, true);
  await finish(on, opening.order);
}

async function once(port: number, work: (on: Connection) => Promise<void>): Promise<void> {
  const connection = new Connection(port);
  await work(connection);
  connection.close();
}

serve(duties);
