export { registerSandbox, sandboxClock } from "./routes.ts";
export { mokkaSecret, seedSandbox } from "./seed.ts";
