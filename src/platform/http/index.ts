export { pageHeaders } from "./headers.ts";
export { createMetrics, type Gauges } from "./metrics.ts";
export { observe } from "./observe.ts";
export { createServer, maxBodyBytes, type Note, publicUrl, rawBody } from "./server.ts";
