import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export type Metrics = {
  readonly registry: Registry;
  readonly requests: Histogram<"dialect" | "operation" | "answer">;
};

export type Gauges = Readonly<Record<string, { help: string; read: () => number }>>;

/** Prometheus metrics: requests by dialect and operation, and what `gauges` tell when they are asked. */
export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "kassa_" });
  const requests = new Histogram({
    name: "kassa_request_seconds",
    help: "Duration of requests",
    labelNames: ["dialect", "operation", "answer"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  for (const [name, { help, read }] of Object.entries(gauges)) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
  return { registry, requests };
}
