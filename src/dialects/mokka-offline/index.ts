import type { Dialect } from "../dialect.ts";
import { register } from "./routes.ts";

export const mokkaOffline: Dialect = { name: "mokka-offline", creditFormPaths: [], register };
