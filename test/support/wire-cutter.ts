import { connect, createServer, type NetConnectOpts, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export type WireCutter = {
  /** The database's address through the cutter. */
  readonly url: string;
  /** Cuts once: the connection on which the client first says `text`, which the database never hears. */
  beforeHearing(text: string): Promise<void>;
  /** Cuts once: the connection on which the database first answers `text`, which the client never hears. */
  beforeAnswering(text: string): Promise<void>;
  /** From now on nobody gets through, or everybody again. */
  letThrough(isOpen: boolean): void;
};

type Cut = { readonly side: "asked" | "answered"; readonly text: string; readonly done: () => void };

/** Stands between a client and its database and cuts the wire at the chosen moment. Cuts wait in line. */
export async function useWireCutter(databaseUrl: string): Promise<WireCutter> {
  const cuts: Cut[] = [];
  const open = new Set<Socket>();
  let isOpen = true;
  const server = createServer((client) => {
    if (!isOpen) return void client.destroy();
    const database = connect(addressOf(databaseUrl));
    const end = () => {
      client.destroy();
      database.destroy();
    };
    const pass = (side: Cut["side"], to: Socket) => (bytes: Buffer) => {
      const cut = cuts[0];
      if (cut?.side !== side || !bytes.includes(cut.text)) return void to.write(bytes);
      cuts.shift();
      end();
      cut.done();
    };
    for (const socket of [client, database]) {
      open.add(socket);
      socket.on("error", end);
      socket.on("close", end);
    }
    client.on("data", pass("asked", database));
    database.on("data", pass("answered", client));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const cut = (side: Cut["side"], text: string) =>
    new Promise<void>((done) => cuts.push({ side, text, done }));
  return {
    url: through(databaseUrl, server.address() as { port: number }),
    beforeHearing: (text) => cut("asked", text),
    beforeAnswering: (text) => cut("answered", text),
    letThrough: (next) => {
      isOpen = next;
    },
  };
}

function addressOf(databaseUrl: string): NetConnectOpts {
  const url = new URL(databaseUrl);
  const host = url.searchParams.get("host");
  const port = Number(url.port || 5432);
  return host?.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host: host ?? url.hostname, port };
}

function through(databaseUrl: string, { port }: { port: number }): string {
  const url = new URL(databaseUrl);
  url.searchParams.delete("host");
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return url.href;
}
