import type { Dialect } from "../dialect.ts";
import { announcements, retryAfter, seal } from "./callbacks.ts";
import { formAliases, formPaths } from "./returns.ts";
import { register } from "./routes.ts";

export const mokkaOnline: Dialect = {
  name: "mokka-online",
  creditFormPaths: [...Object.values(formPaths), ...formAliases],
  register,
  callbacks: { announcements, seal, retryAfter },
};
