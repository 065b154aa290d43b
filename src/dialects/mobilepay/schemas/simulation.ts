import { z } from "zod";
import { optional, text } from "./fields.ts";

export const SimulationRequest = z.object({
  phoneNumber: text(40),
  lastFourDigits: optional(z.string().length(4)),
});
