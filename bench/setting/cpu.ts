import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kassa } from "./servers.ts";

/** Milliseconds of processor time, ours and the system's for us, that were used so far. */
export type CpuTimes = { readonly serverMs: number; readonly databaseMs: number };

/** Linux counts in hundredths of a second. */
const msPerTick = 10;

type Stat = {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  readonly reaped: number;
};

/** What a Kassa and its PostgreSQL have used; undefined where the system does not tell. */
async function cpuOf({ pid, dataDir }: Pick<Kassa, "pid" | "dataDir">): Promise<CpuTimes | undefined> {
  const postmaster = Number(
    (await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0],
  );
  const [server, root] = await Promise.all([statOf(pid), statOf(postmaster)]);
  if (!server || !root) return undefined;
  const backends = (await allStats()).filter(({ parent }) => parent === postmaster);
  const ticks = backends.reduce((sum, backend) => sum + backend.ticks, root.ticks + root.reaped);
  return { serverMs: server.ticks * msPerTick, databaseMs: ticks * msPerTick };
}

/** Does some work, and tells what was used meanwhile. */
export async function spending<Result>(
  place: Pick<Kassa, "pid" | "dataDir">,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly spent: CpuTimes | undefined }> {
  const before = await cpuOf(place);
  const result = await work();
  const after = await cpuOf(place);
  if (!before || !after) return { result, spent: undefined };
  const serverMs = after.serverMs - before.serverMs;
  return { result, spent: { serverMs, databaseMs: after.databaseMs - before.databaseMs } };
}

async function allStats(): Promise<Stat[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map((pid) => statOf(Number(pid))))).filter((stat) => stat !== undefined);
}

/** `/proc/<pid>/stat`: the name in parentheses may hold anything, so what follows it is counted. `reaped` is the
 *  time of children that have ended. */
async function statOf(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (!text) return undefined;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  return { pid, parent: field(4), ticks: field(14) + field(15), reaped: field(16) + field(17) };
}
