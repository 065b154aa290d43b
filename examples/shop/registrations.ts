import { randomBytes } from "node:crypto";
import type { RegistrationCallback } from "./mokka.ts";
import { compactTime } from "./orders.ts";

export type Registration = {
  id: string;
  iframeUrl?: string;
  decision?: RegistrationCallback["decision"];
  limit?: number;
  mobilePhone?: string;
};

export type Registrations = {
  add(at: Temporal.Instant): Registration;
  find(id: string): Registration | undefined;
  receive(callback: RegistrationCallback): "taken" | "unknown order";
};

const keptRegistrations = 2_000;

export function createRegistrations(): Registrations {
  const registrations = new Map<string, Registration>();
  return {
    add(at) {
      const id = `REG-${compactTime(at)}-${randomBytes(3).toString("hex").toUpperCase()}`;
      const registration: Registration = { id };
      registrations.set(id, registration);
      const oldest = registrations.keys().next().value;
      if (registrations.size > keptRegistrations && oldest) registrations.delete(oldest);
      return registration;
    },
    find: (id) => registrations.get(id),
    receive(callback) {
      const registration = registrations.get(callback.order_id);
      if (!registration) return "unknown order";
      // An approval is not taken back by a refusal that was overtaken on the way.
      if (registration.decision === "approved") return "taken";
      registration.decision = callback.decision;
      registration.limit = callback.amount;
      registration.mobilePhone = callback.mobile_phone ?? undefined;
      return "taken";
    },
  };
}
