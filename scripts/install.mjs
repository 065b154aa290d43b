// Runs before `npm start`, `npm test` and `npm run check`: makes sure that node_modules is what
// package-lock.json asks for. Plain JavaScript without dependencies, because it runs before there are any,
// on whatever Node the machine has.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const modules = join(root, "node_modules");
const stampFile = join(modules, ".kassa-installed");
const lockFile = join(root, ".kassa-install.lock");
const oldestNode = 20;
const abandonedAfterMs = 15 * 60_000;

const lockText = readFileSync(join(root, "package-lock.json"), "utf8");
const wanted = JSON.parse(lockText).packages;
// A folder copied from another kind of machine holds the wrong binaries, so the platform is part of the stamp.
const stamp = `${createHash("sha256").update(lockText).digest("hex")} ${process.platform}-${process.arch}\n`;

/** Why an install is needed, in words; undefined when node_modules is already right. */
function missing() {
  if (!existsSync(modules)) return "there is no node_modules yet";
  if (!pinnedNodeIsThere()) return "the pinned Node is missing";
  if (read(stampFile) === stamp) return undefined;
  const reason = differenceFromLock();
  if (reason === undefined) writeFileSync(stampFile, stamp); // installed by hand, and rightly
  return reason;
}

/** Compares what npm says it installed with what package-lock.json asks for. */
function differenceFromLock() {
  const record = read(join(modules, ".package-lock.json"));
  if (record === undefined) return "the last install did not finish";
  const installed = JSON.parse(record).packages;
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path === "") continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    if (installed[path] === undefined && optional) continue;
    if (installed[path] === undefined) return `${name} is missing`;
    if (installed[path].version !== version) return `${name} is ${installed[path].version}, not ${version}`;
    if (!existsSync(join(root, path))) return `${name} is missing`;
  }
  return undefined;
}

function pinnedNodeIsThere() {
  const folder = join(modules, "node", "bin");
  const binary = [join(folder, "node.exe"), join(folder, "node")].find((file) => existsSync(file));
  return binary !== undefined && statSync(binary).size > 1_000_000;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Waits its turn when another install is under way in the same folder. */
async function takeTurn() {
  for (let waiting = false; ; await sleep(250)) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: "wx" });
      process.on("exit", () => rmSync(lockFile, { force: true }));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (abandoned()) rmSync(lockFile, { force: true });
    else if (!waiting) console.log("kassa: another install is under way here; waiting for it.");
    waiting = true;
  }
}

function abandoned() {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > abandonedAfterMs) return true;
    const pid = Number.parseInt(readFileSync(lockFile, "utf8"), 10);
    if (Number.isInteger(pid)) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Runs `npm ci` with the machine's own Node: the pinned one is about to be replaced. */
function npmCi() {
  const path = (process.env.PATH ?? "").split(delimiter);
  const outside = path.filter((folder) => !folder.endsWith(`node_modules${sep}.bin`)).join(delimiter);
  const npm = spawn(
    "npm",
    ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, PATH: outside },
      shell: process.platform === "win32",
    },
  );
  return new Promise((done) => {
    npm.once("error", (error) => {
      console.error(`kassa: npm could not be started: ${error.message}`);
      done(1);
    });
    npm.once("exit", (code) => done(code ?? 1));
  });
}

async function main() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < oldestNode) {
    console.error(
      `kassa: this is Node ${process.versions.node}. Please install Node ${oldestNode} or newer; Kassa brings the Node it runs on by itself.`,
    );
    return 1;
  }
  if (missing() === undefined) return 0;

  await takeTurn();
  const reason = missing();
  if (reason === undefined) return 0;

  console.log(`kassa: installing what Kassa needs, because ${reason}. This takes a minute, once.`);
  const code = await npmCi();
  if (code !== 0) {
    console.error("kassa: npm ci failed; what it said stands above.");
    return code;
  }
  if (!pinnedNodeIsThere()) {
    console.error(
      "kassa: npm did not run the install script of the package `node`, which brings the Node that Kassa runs on. " +
        "Allow install scripts (npm config get ignore-scripts) and try again.",
    );
    return 1;
  }
  writeFileSync(stampFile, stamp);
  return 0;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));
process.exitCode = await main();
