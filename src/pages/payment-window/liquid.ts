import { Worker } from "node:worker_threads";
import type { LiquidAnswer, LiquidTask } from "./liquid-worker.ts";

/** Why a merchant's template could not be shown. `line` counts from 1, and is undefined where none is to blame. */
export class TemplateFault extends Error {
  override readonly name = "TemplateFault";
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

type Job = LiquidTask & { resolve(html: string): void; reject(fault: TemplateFault): void };
type Thread = { readonly worker: Worker; job?: Job; deadline?: NodeJS.Timeout };

const threads = 2;
const longestQueue = 32;
/** The library stops most templates by itself, sooner; this is for what it cannot stop. */
const deadlineMs = 1_000;
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

const running = new Set<Thread>();
/** Loaded, and without a job. */
const idle: Thread[] = [];
const waiting: Job[] = [];

/** Renders a template written by a merchant, who is not trusted: in a thread of its own, without files or
 *  network, in at most a second and a megabyte of output. `roots` is plain JSON; objects in it can be
 *  looked into, and print as JSON text. Nothing is escaped, as in Ruby's Liquid, which these templates are
 *  written for. Throws a TemplateFault when the template is wrong, too slow, too large, or too many wait. */
export function renderLiquid(source: string, roots: Record<string, unknown>): Promise<string> {
  while (running.size < threads) startThread();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  if (waiting.length >= longestQueue) reject(new TemplateFault("too many templates are waiting"));
  else waiting.push({ source, roots, resolve, reject });
  handOut();
  return promise;
}

function startThread(): void {
  const thread: Thread = {
    worker: new Worker(new URL("./liquid-worker.ts", import.meta.url), {
      resourceLimits,
      env: {},
    }),
  };
  running.add(thread);
  thread.worker.on("message", (answer: LiquidAnswer | "ready") => {
    if (answer === "ready") thread.worker.unref();
    else settle(thread, answer);
    idle.push(thread);
    handOut();
  });
  thread.worker.on("error", (error: Error) => end(thread, error.message));
  thread.worker.on("exit", () => end(thread, "the thread ended"));
}

function handOut(): void {
  while (idle.length > 0 && waiting.length > 0) {
    const [thread] = idle.splice(0, 1);
    const [job] = waiting.splice(0, 1);
    if (thread && job) give(thread, job);
  }
}

function give(thread: Thread, job: Job): void {
  thread.job = job;
  thread.worker.ref();
  thread.deadline = setTimeout(() => end(thread, "the template took too long"), deadlineMs);
  try {
    thread.worker.postMessage({ source: job.source, roots: job.roots } satisfies LiquidTask);
  } catch {
    settle(thread, { fault: { message: "the data of the payment cannot be handed over", line: undefined } });
    idle.push(thread);
  }
}

function settle(thread: Thread, answer: LiquidAnswer): void {
  const { job } = thread;
  clearTimeout(thread.deadline);
  thread.worker.unref();
  thread.job = undefined;
  if ("html" in answer) job?.resolve(answer.html);
  else job?.reject(new TemplateFault(answer.fault.message, answer.fault.line));
}

/** Gives the thread up, with whatever runs in it, and lets another take its place. */
function end(thread: Thread, reason: string): void {
  if (!running.delete(thread)) return;
  settle(thread, { fault: { message: reason, line: undefined } });
  void thread.worker.terminate();
  if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
  if (waiting.length > 0) startThread();
}
