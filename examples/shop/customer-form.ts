import { z } from "zod";

const name = (words: string) => z.string().trim().min(1, words).max(60, "At most 60 letters.");

export const customerForm = z.object({
  firstName: name("Please tell us your first name."),
  surname: name("Please tell us your surname."),
  phone: z
    .string()
    .transform((text) => text.replace(/[\s-]/g, "").replace(/^(\+|00)\d{2}(?=\d{9}$)/, ""))
    .pipe(z.string().regex(/^\d{9}$/, "A phone number has 9 digits, for example 333 111 222.")),
  email: z.string().trim().pipe(z.email("This does not look like an e-mail address.")),
});

export const prefilledCustomer = {
  firstName: "Anna",
  surname: "Nowak",
  phone: "333 111 222",
  email: "anna.nowak@example.com",
};
