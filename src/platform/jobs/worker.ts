import { type Logger as GraphileLogger, Logger, run, type TaskList } from "graphile-worker";
import pg from "pg";
import { quiet } from "../db/connection.ts";
import type { Logger as Log } from "../log/index.ts";

/** Runs `everyMinute` once a minute on one of the processes that share the database, through graphile-worker. */
export async function startWorker(databaseUrl: string, log: Log, everyMinute: () => Promise<unknown>) {
  // Its own pool would be left closing after the stop, with nobody to hear that the database has gone meanwhile.
  const pgPool = quiet(new pg.Pool({ connectionString: databaseUrl, max: 2 }));
  const taskList: TaskList = { run_due_work: async () => void (await everyMinute()) };
  const runner = await run({
    pgPool,
    taskList,
    crontab: "* * * * * run_due_work ?max=1&jobKey=run_due_work",
    noHandleSignals: true,
    logger: problemsOnly(log),
  });
  runner.promise.catch((error) => log.error({ err: error }, "the job worker stopped"));
  return {
    async stop() {
      await runner.stop();
      await pgPool.end();
    },
  };
}

function problemsOnly(log: Log): GraphileLogger {
  return new Logger(() => (level, message, meta) => {
    if (level === "error" || level === "warning") log.warn({ meta }, message);
  });
}
