export { registerAcs } from "./acs.ts";
export { sandboxClock } from "./clock.ts";
export { registerSandbox } from "./routes.ts";
export { isSeeded, mokkaSecret, seedSandbox, tillAgent } from "./seed.ts";
export { demoClient, readDemoKey } from "./seed-wallet.ts";
