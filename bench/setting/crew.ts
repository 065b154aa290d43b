import { fork } from "node:child_process";
import { join } from "node:path";
import { track } from "./children.ts";

/** What a process of the bench does when it is asked, by name. */
export type Duties = Readonly<Record<string, (input: never) => Promise<unknown>>>;

type Order = { readonly duty: string; readonly input: unknown };
type Report = { readonly result: unknown } | { readonly error: string };

/** A process of its own that does one duty after the other. */
export type Crew<Known extends Duties> = AsyncDisposable & {
  ask<Name extends keyof Known & string>(
    duty: Name,
    ...input: Parameters<Known[Name]>
  ): Promise<Awaited<ReturnType<Known[Name]>>>;
};

/** Starts `file` (below bench/), which serves these duties. */
export function hire<Known extends Duties>(file: string): Crew<Known> {
  const child = fork(join(import.meta.dirname, "..", file), { serialization: "advanced", execArgv: [] });
  const end = track(child);
  return {
    ask: (duty, ...[input]) =>
      new Promise((resolve, reject) => {
        const leave = () => reject(new Error(`${file} ended while it did ${duty}`));
        child.once("exit", leave);
        child.once("message", (report: Report) => {
          child.off("exit", leave);
          if ("error" in report) reject(new Error(`${file}, ${duty}: ${report.error}`));
          else resolve(report.result as never);
        });
        child.send({ duty, input } satisfies Order);
      }),
    [Symbol.asyncDispose]: end,
  };
}

/** The other side: does what is asked, until whoever asks is gone. */
export function serve(duties: Duties): void {
  process.on("message", async ({ duty, input }: Order) => {
    const run = duties[duty] as ((input: unknown) => Promise<unknown>) | undefined;
    try {
      if (!run) throw new RangeError("nobody knows this duty");
      report({ result: await run(input) });
    } catch (error) {
      report({ error: (error as Error).stack ?? String(error) });
    }
  });
  process.once("disconnect", () => process.exit(0));
}

function report(told: Report): void {
  process.send?.(told);
}
