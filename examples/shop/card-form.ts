import { z } from "zod";
import type { NewCard } from "./moka.ts";

/** A card as people type it, read as Moka wants it. Whether the number exists is for Moka to say. */
export function cardForm(today: Temporal.PlainDate): z.ZodType<NewCard> {
  return (
    z
      .object({
        holder: z
          .string()
          .trim()
          .min(1, "Please write the name on the card.")
          .max(100, "At most 100 letters."),
        cardNumber: z
          .string()
          .transform((text) => text.replace(/[\s-]/g, ""))
          .pipe(z.string().regex(/^\d{12,19}$/, "A card number has 12 to 19 digits.")),
        month: z
          .string()
          .trim()
          .regex(/^(0?[1-9]|1[0-2])$/, "01 to 12.")
          .transform((text) => text.padStart(2, "0")),
        year: z
          .string()
          .trim()
          .regex(/^(20)?\d{2}$/, "Such as 2030.")
          .transform((text) => text.padStart(4, "20")),
      })
      // Both are written so that their texts compare as the months do; what is no date has its own words already.
      .refine(({ month, year }) => `${year}-${month}` >= today.toPlainYearMonth().toString(), {
        path: ["month"],
        message: "This date has passed.",
      })
      .transform(({ cardNumber, ...card }) => ({ ...card, number: cardNumber }))
  );
}
