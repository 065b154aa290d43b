import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { type Injected, type MokkaAnswer, type Provider, sign } from "./kassa.ts";

const root = join(import.meta.dirname, "../..");

export type Program = {
  /** Where it listens. */
  readonly address: string;
  /** All that it has printed so far. */
  readonly printed: () => string;
  /** Resolves with the exit code once it is gone; null when it was killed. */
  readonly exited: Promise<number | null>;
  /** Ends it as `kill -9` does: it notices nothing. */
  kill(): Promise<void>;
  /** Asks it to end, as an operator or a supervisor does. */
  terminate(): Promise<number | null>;
};

/** Runs a command of the real program to its end. */
export async function runProgram(command: string, env: Record<string, string>) {
  const { child, printed, exited } = spawnProgram(command, env);
  const code = await exited;
  endGroup(child);
  return { code, printed: printed() };
}

/** Starts the real program in a process of its own, and waits until it listens. */
export async function startProgram(env: Record<string, string>): Promise<Program> {
  const { child, printed, exited } = spawnProgram("start", { PORT: "0", LOG_LEVEL: "info", ...env });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", () => {
      const [, found] = printed().match(/^ +API +(\S+)$/m) ?? [];
      if (found) resolve(found);
    });
    exited.then(() => reject(new Error(`it did not start:\n${printed()}`)));
  });
  return {
    address,
    printed,
    exited,
    async kill() {
      child.kill("SIGKILL");
      await exited;
      endGroup(child);
    },
    async terminate() {
      child.kill("SIGTERM");
      const code = await exited;
      endGroup(child);
      return code;
    },
  };
}

function spawnProgram(command: string, env: Record<string, string>) {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, ["src/main.ts", command], {
    cwd: root,
    env: { PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, printed: () => text, exited };
}

/** What the program had started and left behind; the embedded PostgreSQL is in a group of its own. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, "SIGKILL");
  } catch {
    // everybody of it is gone already
  }
}

/** A program as shops and shoppers of the tests know Kassa: spoken to over the network. */
export function overHttp(address: string): Provider {
  const inject = async ({ method, url, headers = {}, payload }: Injected) => {
    const body = payload === undefined ? {} : { body: payload };
    const answer = await fetch(address + url, { method, headers, redirect: "manual", ...body });
    const got = Object.fromEntries(answer.headers);
    return { statusCode: answer.status, headers: got, body: await answer.text() };
  };
  const mokka = async (path: string, body: unknown): Promise<MokkaAnswer> => {
    const payload = JSON.stringify(body);
    const url = `${path}?store_id=1&signature=${sign(payload)}`;
    const headers = { "content-type": "application/json" };
    const answer = await inject({ method: "POST", url, headers, payload });
    const type = answer.headers["content-type"] ?? "";
    const json = type.startsWith("application/json") ? JSON.parse(answer.body) : undefined;
    return { http: answer.statusCode, type, text: answer.body, json };
  };
  return { server: { inject }, mokka };
}
