export { isFramed, isFromOurPage } from "./browser.ts";
export { pageHeaders, sendAway } from "./headers.ts";
export { createMetrics, type Gauges, type Metrics } from "./metrics.ts";
export { observe } from "./observe.ts";
export { createServer, publicUrl, rawBody, sendNotFound } from "./server.ts";
