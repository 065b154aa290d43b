import { parentPort } from "node:worker_threads";
import { renderUntrusted } from "./liquid-engine.ts";

export type LiquidTask = { readonly source: string; readonly roots: Record<string, unknown> };

export type LiquidAnswer =
  | { readonly html: string }
  | { readonly fault: { readonly message: string; readonly line: number | undefined } };

parentPort?.on("message", (task: LiquidTask) => parentPort?.postMessage(answer(task)));
parentPort?.postMessage("ready");

function answer({ source, roots }: LiquidTask): LiquidAnswer {
  try {
    return { html: renderUntrusted(source, roots) };
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    const [, message = told, line] = /^(.*?)(?:, line:(\d+), col:\d+)?(?:\n|$)/.exec(told) ?? [];
    return { fault: { message: message.slice(0, 200), line: line ? Number.parseInt(line, 10) : undefined } };
  }
}
