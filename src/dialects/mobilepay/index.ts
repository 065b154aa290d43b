import type { Dialect } from "../dialect.ts";
import { callbacks } from "./callbacks.ts";
import { registerLanding } from "./landing/routes.ts";
import { registerPhone } from "./phone/routes.ts";
import { registerApi } from "./routes.ts";

export const mobilepay: Dialect = {
  name: "mobilepay",
  creditFormPaths: [],
  callbacks,
  register(server, house, log) {
    registerApi(server, house, log);
    registerLanding(server, house, log);
    registerPhone(server, house, log);
  },
};
