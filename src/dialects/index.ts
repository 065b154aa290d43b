import type { Dialect } from "./dialect.ts";
import { mobilepay } from "./mobilepay/index.ts";
import { moka } from "./moka/index.ts";
import { mokkaOffline } from "./mokka-offline/index.ts";
import { mokkaOnline } from "./mokka-online/index.ts";
import { mondido } from "./mondido/index.ts";

export const dialects: readonly Dialect[] = [mokkaOnline, mokkaOffline, mondido, moka, mobilepay];
