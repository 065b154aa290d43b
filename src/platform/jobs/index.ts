export { type DueSource, DueWork } from "./due.ts";
export { startWorker } from "./worker.ts";
