import { z } from "zod";
import { customerForm } from "./customer-form.ts";
import { mostBags } from "./subscribers.ts";

/** Who gets the coffee, and how much of it. */
export const monthlyForm = customerForm.pick({ firstName: true, surname: true, email: true }).extend({
  address: z.string().trim().min(1, "Please tell us where to send it.").max(200, "At most 200 letters."),
  bags: z.coerce.number("Choose how many.").int("Choose how many.").min(1, "At least one.").max(mostBags),
});

export const prefilledSubscriber = {
  firstName: "Ayşe",
  surname: "Yılmaz",
  email: "ayse.yilmaz@example.com",
  address: "Kıbrıs Şehitleri Cad. 12, İzmir",
  bags: 1,
};
