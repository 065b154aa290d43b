import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

/** The processes that the bench has started, each by what its end is told to: itself, or the group it leads. */
const alive = new Map<ChildProcess, number>();

process.once("exit", endAll);

type Options = { readonly leadsGroup?: boolean };

/** Remembers a process that the bench has started. Answers with how to end it: that waits until it is gone, and
 *  the group with it. */
export function track(child: ChildProcess, { leadsGroup = false }: Options = {}): () => Promise<void> {
  const { pid } = child;
  if (pid === undefined) return async () => undefined;
  const target = leadsGroup ? -pid : pid;
  alive.set(child, target);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void gone.then(() => alive.delete(child));
  return async () => {
    signal(target, "SIGTERM");
    await gone;
    while (leadsGroup && signal(target, 0)) await pause(20);
  };
}

/** Asks every process that the bench has started to end. What waits for one fails, and so the bench unwinds. */
export function endAll(): void {
  for (const target of alive.values()) signal(target, "SIGTERM");
}

/** Whether there was somebody to hear it. */
function signal(target: number, name: "SIGTERM" | 0): boolean {
  try {
    return process.kill(target, name);
  } catch {
    return false;
  }
}
