import type { Dialect } from "./dialect.ts";
import { mokkaOnline } from "./mokka-online/index.ts";

export const dialects: readonly Dialect[] = [mokkaOnline];
