import type { Dialect } from "../dialect.ts";
import { billing } from "./billing.ts";
import { callbacks } from "./callbacks.ts";
import { registerPaymentLink } from "./payment-link/routes.ts";
import { registerApi } from "./routes.ts";
import { registerThreeD } from "./three-d/routes.ts";

export const moka: Dialect = {
  name: "moka",
  creditFormPaths: [],
  callbacks,
  billing,
  register(server, house, log) {
    registerApi(server, house, log);
    registerThreeD(server, house, log);
    registerPaymentLink(server, house, log);
  },
};
