import type { Measured } from "./measure.ts";

export type Row = Measured & { readonly name: string };

export type Facts = {
  readonly coldStartMs: number;
  readonly warmStartMs: number;
  readonly idleMb: number;
  readonly busyMb: number;
};

/** The figures of one run as a page. */
export function renderReport(machine: string, rows: readonly Row[], facts: Facts): string {
  const echo = rows[0]?.perSecond ?? 0;
  const lines = rows.map(
    ({ name, perSecond, p50Ms, p99Ms }) =>
      `| ${name} | ${perSecond.toFixed(0)} | ${p50Ms.toFixed(1)} | ${p99Ms.toFixed(1)} | ${(perSecond / echo).toFixed(3)} |`,
  );
  return `# What was measured

\`npm run bench\` on ${machine}. The server, PostgreSQL (fsync on) and the generator share the machine; each figure
is the median of three runs in one session. The last column compares with the bare echo of the same session.

| what | per second | p50 ms | p99 ms | of the echo |
|---|---|---|---|---|
${lines.join("\n")}

| start and size | |
|---|---|
| \`npm start\` on a new data directory until ready | ${(facts.coldStartMs / 1_000).toFixed(2)} s |
| on a warm one until the first payment is finished | ${(facts.warmStartMs / 1_000).toFixed(2)} s |
| resident memory when idle | ${facts.idleMb.toFixed(0)} MB |
| resident memory after the load | ${facts.busyMb.toFixed(0)} MB |
`;
}
