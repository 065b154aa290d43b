import { type MokaRefusal, reasonOf } from "./moka.ts";
import type { Notice } from "./orders.ts";

/** What the reasons at the end of Moka's codes mean. */
const words: Record<string, string> = {
  InvalidRequest: "Moka could not read our request, or does not accept its key.",
  InvalidAccount: "Moka does not know this shop. Check the dealer, the user and the password.",
  InvalidCardInfo: "Moka does not accept this card. Please check its number and date.",
  CardAlreadyExists: "This is the card that we already have.",
  CardNotFound: "Moka does not know this card any more.",
  DealerCustomerNotFound: "Moka does not know this customer any more.",
  DealerSaleNotFound: "Moka does not know this subscription any more.",
  PaymentDatePassed: "The day of this charge has passed.",
  SaleEndDatePassed: "The subscription is over.",
  EX: "Moka had an accident.",
};

/** What a bank's code means to the customer: "Your bank says that …". */
const bankWords: Record<string, string> = {
  "001": "the payment has to be confirmed by you",
  "002": "there is not enough money on the card",
  "003": "the card's number is not right",
  "005": "the card cannot be used for this",
  "006": "the card has expired",
  "011": "you should call them",
  "012": "the card's number is not right",
  "018": "the card was reported stolen",
  "019": "the card was reported lost",
  "020": "the card is restricted",
  "028": "they could not be sure that it was you",
  "029": "the card is closed to payments on the internet",
};

/** Codes that tell of the lines between banks, not of the card. */
const noBank = ["008", "010", "017", "021"];

/** Why a charge failed, in a sentence, of what the step's history says: "002 - Limit yetersiz". */
export function declineWords(message: string | undefined): string {
  if (message === undefined) return "There was no card to charge.";
  const code = /^\d{3}/.exec(message)?.[0] ?? "";
  if (noBank.includes(code)) return "Your bank could not be reached.";
  const says = bankWords[code];
  return says ? `Your bank says that ${says}.` : "Your bank declined the payment.";
}

export function mokaFailure(answer: MokaRefusal, advice: string): Notice {
  if (answer.outcome === "unreachable") return { tone: "bad", text: `Moka did not answer. ${advice}` };
  const { code, message } = answer;
  return { tone: "bad", text: words[reasonOf(code)] ?? "Moka refused.", from: "Moka", code, message };
}
