import type { Dialect } from "../dialect.ts";
import { billing } from "./billing.ts";
import { callbacks } from "./callbacks.ts";
import { registerApi } from "./routes.ts";
import { registerScripts } from "./scripts/routes.ts";
import { registerWindow } from "./window/routes.ts";

export const mondido: Dialect = {
  name: "mondido",
  creditFormPaths: [],
  callbacks,
  billing,
  register(server, house, log) {
    registerApi(server, house, log);
    registerWindow(server, house, log);
    registerScripts(server, house, log);
  },
};
