import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Server = {
  readonly port: number;
  readonly pid: number;
  readonly readyMs: number;
  stop(): Promise<void>;
};

const root = join(import.meta.dirname, "..");

/** A folder of its own for one run; removed at the end. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "kassa-bench-"));
  await chmod(path, 0o711);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Kassa as `npm start` runs it, with a database in `dataDir`. */
export function startKassa(dataDir: string): Promise<Server> {
  const env = { KASSA_DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "error" };
  return start("src/main.ts", env, /API +http:\/\/127\.0\.0\.1:(\d+)/);
}

export function startEcho(): Promise<Server> {
  return start("bench/echo.ts", {}, /listening on (\d+)/);
}

async function start(file: string, env: Record<string, string>, ready: RegExp): Promise<Server> {
  const begin = performance.now();
  const child = spawn(process.execPath, [join(root, file)], { env, stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<number>((resolve, reject) => {
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const found = ready.exec(printed)?.[1];
      if (found) resolve(Number(found));
    });
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  process.once("exit", () => child.kill());
  return { port, pid: child.pid ?? 0, readyMs: performance.now() - begin, stop: () => stop(child) };
}

function stop(child: ChildProcess): Promise<void> {
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  return exited;
}

/** Resident memory in megabytes. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
}
