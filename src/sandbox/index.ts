export { sandboxClock } from "./clock.ts";
export { registerSandbox } from "./routes.ts";
export { mokkaSecret, seedSandbox } from "./seed.ts";
