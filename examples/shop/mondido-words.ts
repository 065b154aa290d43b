/** What the API's codes mean to the person at the shop, and to the customer whose payment came to nothing. */
const words: Record<number, string> = {
  107: "Mondido does not accept our hash. Check the secret.",
  117: "Mondido does not take this currency.",
  119: "Mondido does not know this card number. In test mode only test cards can pay.",
  125: "The security code of the card was wrong.",
  128: "Mondido does not know this payment.",
  129: "The card was declined.",
  130: "The card has expired.",
  134: "That is more than is left of the payment.",
  135: "Mondido does not know this plan.",
  137: "Mondido does not know the saved card any more.",
  138: "This payment belongs to another merchant.",
  146: "An order with this number has already been paid.",
  150: "The saved card cannot be used any more.",
  153: "This payment is already finished.",
  155: "Nothing is reserved any more, so nothing can be captured.",
  169: "The bank did not confirm that it was you.",
  170: "The subscription cannot be changed any more.",
  182: "Mondido does not know this shop. Check the merchant id and the API password.",
  207: "Too many wrong passwords: Mondido has locked the account for a while.",
  208: "The money has not been captured yet.",
  211: "The personal number was not found.",
  226: "The invoice was not approved.",
};

export function mondidoWords(code: number): string {
  return words[code] ?? "Mondido refused.";
}
