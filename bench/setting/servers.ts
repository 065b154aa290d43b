import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { track } from "./children.ts";
import { temporaryFolder } from "./folder.ts";

export type Server = AsyncDisposable & {
  readonly port: number;
  readonly pid: number;
  readonly readyMs: number;
};

export type Kassa = Server & { readonly dataDir: string };

const root = join(import.meta.dirname, "../..");
const apiAddress = /API +http:\/\/127\.0\.0\.1:(\d+)/;

/** Kassa as `npm start` runs it, with a database of its own in a new folder; both are gone when it is let go. */
export async function openKassa(): Promise<Kassa> {
  const folder = await temporaryFolder();
  const server = await startKassa(folder.path).catch(async (error) => {
    await folder[Symbol.asyncDispose]();
    throw error;
  });
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The same on a folder that stays. */
export async function startKassa(dataDir: string): Promise<Kassa> {
  const env = { KASSA_DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "error" };
  return { ...(await start({ ...node("src/main.ts", "start"), env, ready: apiAddress })), dataDir };
}

/** The bare echo that bounds what HTTP can do. */
export function startEcho(): Promise<Server> {
  return start({ ...node("bench/echo.ts"), env: {}, ready: /listening on (\d+)/ });
}

/** `npm start` itself, with all that it checks first. */
export async function npmStart(dataDir: string): Promise<Server> {
  const env = { ...process.env, KASSA_DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "error" };
  return start({
    command: "npm",
    args: ["--loglevel=error", "start"],
    env,
    ready: apiAddress,
    leadsGroup: true,
  });
}

type Program = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Tells the port in what the program prints once it listens. */
  readonly ready: RegExp;
  /** It starts others, which end with it. */
  readonly leadsGroup?: boolean;
};

function node(...args: readonly string[]): Pick<Program, "command" | "args"> {
  return { command: process.execPath, args };
}

async function start({ command, args, env, ready, leadsGroup = false }: Program): Promise<Server> {
  const begin = performance.now();
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const child = spawn(command, args, { cwd: root, env, stdio: [...stdio], detached: leadsGroup });
  const end = track(child, { leadsGroup });
  const port = await new Promise<number>((resolve, reject) => {
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const found = ready.exec(printed)?.[1];
      if (found) resolve(Number(found));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ${args.join(" ")} ended with ${code}`)));
  });
  return {
    port,
    pid: child.pid ?? 0,
    readyMs: performance.now() - begin,
    [Symbol.asyncDispose]: end,
  };
}

/** Waits until everything that was put into the outbox has been tried and nothing waits for a commit. */
export async function quiet({ port }: Server): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    const health = (await answer.json()) as { writer: { queued: number }; deliveries: number };
    if (health.deliveries === 0 && health.writer.queued === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server does not come to rest");
}

/** Resident memory in megabytes; null where the system does not tell. */
export async function memoryOf({ pid }: Server): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return kilobytes ? Number(kilobytes) / 1_024 : null;
}
