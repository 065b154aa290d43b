import { list, passage, type Sheet, type Texts, type Words } from "./text.ts";

const byTariff = "depends on the tariff you choose";

const howGiven = passage(
  "How you consent",
  "You consent in the store: the salesperson notes it at your request, and you confirm it with a code sent to your phone.",
);

const withdrawal = passage(
  "Taking it back",
  "Your consent is free. You may take it back at any time, in the store or by a message to the lender. What was done before stays lawful, and neither the decision nor the price of your credit depends on it.",
);

function marketing(channel: string): (words: Words) => Sheet {
  return ({ lender }) => ({
    title: `Consent to offers by ${channel}`,
    lead: "You do not need to give this consent to buy or to get credit.",
    shows: ["customer"],
    sections: [
      passage(
        "The consent",
        `I agree that the lender, ${lender}, sends me offers by ${channel} and uses my name, contact data and purchases on credit for this purpose.`,
      ),
      withdrawal,
      howGiven,
    ],
  });
}

const duties = [
  passage(
    "Repayment and delay",
    "You pay the instalments on the days and in the amounts of the schedule. For a delay the lender may charge the statutory interest for late payment and nothing else.",
  ),
  passage(
    "Early repayment",
    "You may repay all or a part at any time without a fee. The cost of the credit falls by what belongs to the time that is left out.",
  ),
  passage(
    "Right of withdrawal",
    "You may withdraw within 14 days of the agreement without a reason, by telling the lender. You repay what was lent within 30 days after that.",
  ),
  passage(
    "Returned goods",
    "What you return to the seller reduces the credit. The schedule is worked out again under the same tariff, and what you paid too much comes back to you.",
  ),
];

const disputes = ({ consumerAuthority }: Words) =>
  passage(
    "Complaints",
    "The lender answers a complaint within 30 days.",
    `You may also turn to: ${consumerAuthority}.`,
  );

const signature = passage(
  "Conclusion",
  "The agreement is concluded when you confirm it with the code. You receive a copy free of charge.",
);

const subject = ({ lender }: Words) =>
  passage(
    "What is agreed",
    `The lender, ${lender}, lends you the price of your purchase in the store named above and pays it to the seller for you. Amount, cost, instalments and days are those under "Credit" and in the schedule. The fee is fixed and part of the instalments.`,
  );

export const en: Texts = {
  labels: {
    parties: { lender: "Lender", merchant: "Seller", store: "Store", day: "Date" },
    customer: {
      heading: "Customer",
      name: "Name",
      birth: "Date of birth",
      pesel: "PESEL",
      polishId: "Identity card",
      address: "Address",
      phone: "Phone",
      email: "E-mail",
    },
    loan: {
      heading: "Credit",
      reference: "Purchase number",
      tariff: "Tariff",
      start: "Date of the agreement",
      amount: "Total amount of credit",
      count: "Number of instalments",
      largest: "Largest instalment",
      overpayment: "Total cost of credit",
      total: "Total amount to pay",
      rate: "APR",
      unknown: "Amounts and days will stand here when a tariff has been chosen.",
    },
    schedule: {
      caption: "Payment schedule",
      number: "Instalment",
      day: "Due on",
      amount: "Amount",
      total: "Total",
    },
    every: { month: "every month", "30days": "every 30 days" },
    authorities: {
      bureau: "the credit bureau of your country",
      dataAuthority: "the data protection authority of your country",
      consumerAuthority: "the consumer protection authority of your country",
    },
    pageOf: (page, pages) => `Page ${page} of ${pages}`,
  },
  sheets: {
    regulations: (words) => ({
      title: "Terms of purchases in instalments",
      lead: "How to buy in a store now and pay later.",
      shows: [],
      sections: [
        passage(
          "Who may use it",
          "Consumers of 18 years or more with a valid identity document, a mobile phone and an e-mail address.",
        ),
        passage(
          "Application and limit",
          `You apply at the seller's. The lender, ${words.lender}, assesses your creditworthiness, also with the help of databases, and grants a limit or declines. When it declines because of a database, it tells you which one, free of charge.`,
        ),
        passage(
          "Purchase",
          "You choose a tariff, read the agreement and confirm it with the code from the message. The lender pays the seller for you.",
        ),
        ...duties,
        disputes(words),
      ],
    }),
    privacy_policy: ({ lender, bureau, dataAuthority }) => ({
      title: "Privacy policy",
      lead: "What happens to your data when you buy in instalments.",
      shows: [],
      sections: [
        passage(
          "Who is responsible",
          `The controller of your data is ${lender}. Sellers collect it in its name.`,
        ),
        passage("What data, and why", {
          rows: [
            ["Name, date of birth, document numbers", "knowing who you are, the agreement, preventing fraud"],
            ["Phone and e-mail", "codes, schedules, reminders"],
            ["Address", "the agreement and letters"],
            ["Purchases, payments, returns", "carrying out the agreement, creditworthiness, accounting"],
          ],
        }),
        passage(
          "Who else receives it",
          `The seller you buy from, credit bureaus (${bureau}) with your consent, providers of payments and messages, and authorities that have a right to it. It is not sold.`,
        ),
        passage(
          "For how long",
          "A declined or abandoned application: up to a year. An agreement: until it is repaid and claims have expired. Consents to offers: until you take them back.",
        ),
        passage(
          "Your rights",
          "You may ask for access, a copy, correction, deletion, restriction and transfer, object, take back a consent, and have an automated decision looked at by a person.",
          `You may complain to: ${dataAuthority}.`,
        ),
      ],
    }),
    personal_data: ({ lender, dataAuthority }) => ({
      title: "Consent to the processing of personal data",
      lead: "Who uses your data, and for what.",
      shows: ["customer"],
      sections: [
        passage(
          "The consent",
          `I agree that the lender, ${lender}, processes the personal data of my application to decide on it, to set my limit, and to conclude and carry out the credit agreement.`,
        ),
        passage(
          "Your rights",
          "You may ask for access, correction, deletion, restriction and transfer of your data, object to its use, and have an automated decision looked at by a person.",
          `You may complain to: ${dataAuthority}.`,
        ),
        howGiven,
      ],
    }),
    credit_bureaus: ({ lender, bureau }) => ({
      title: "Authorization to ask credit bureaus",
      lead: "So that the lender can tell whether repayment would be too heavy for you.",
      shows: ["customer"],
      sections: [
        passage(
          "The authorization",
          `I authorize the lender, ${lender}, to obtain information about my debts and their repayment from credit bureaus, among them ${bureau}, and to report this credit and its repayment to them.`,
        ),
        passage(
          "Taking it back",
          "You may take it back at any time. Without it the application cannot be decided on.",
        ),
        howGiven,
      ],
    }),
    personal_data_marketing_email: marketing("e-mail"),
    personal_data_marketing_phone: marketing("phone"),
    personal_data_marketing_all: marketing("e-mail and phone"),
    third_parties: ({ lender }) => ({
      title: "Consent to sharing data with others",
      lead: "You do not need to give this consent to buy or to get credit.",
      shows: ["customer"],
      sections: [
        passage(
          "The consent",
          `I agree that the lender, ${lender}, gives my name, phone and e-mail to the sellers it works with, so that they can make me offers.`,
        ),
        withdrawal,
        howGiven,
      ],
    }),
    tax_office: ({ lender }) => ({
      title: "Consent to asking the tax office",
      lead: "So that you need not prove your income on paper.",
      shows: ["customer"],
      sections: [
        passage(
          "The consent",
          `I agree that the lender, ${lender}, asks the tax office for the amount and the sources of my income, for this application only.`,
        ),
        withdrawal,
        howGiven,
      ],
    }),
    asp: ({ lender }) => ({
      title: "Agreement on signing with a code",
      lead: "A code from a message takes the place of a signature on paper.",
      shows: ["customer"],
      sections: [
        passage(
          "What is agreed",
          `You and the lender, ${lender}, agree that you sign applications, consents, agreements and returns with a code sent to your phone.`,
        ),
        passage(
          "Rules",
          list(
            "A code is good for a short time and one matter.",
            "You tell it to the salesperson only, after reading what it is for.",
            "You tell the lender at once when you lose your phone.",
          ),
        ),
      ],
    }),
    agreement: (words) => ({
      title: "Consumer credit agreement",
      lead: "An agreement on credit for a purchase in a store.",
      shows: ["customer", "loan"],
      sections: [subject(words), ...duties, disputes(words), signature],
    }),
    individual: (words) => ({
      title: "Individual terms of the credit",
      lead: "The terms settled for you. With the general terms they are the agreement.",
      shows: ["customer", "loan"],
      sections: [subject(words), signature],
    }),
    offer: ({ lender }) => ({
      title: "Credit offer",
      lead: "A proposal for you. It binds you to nothing until you confirm it with the code.",
      shows: ["customer", "loan"],
      sections: [
        passage("The offer", `The lender, ${lender}, makes this offer for today, up to your limit.`),
      ],
    }),
    secci: ({ lender, bureau, dataAuthority, consumerAuthority, loan }) => ({
      title: "Standard European consumer credit information",
      lead: "What you are told before you conclude the agreement.",
      shows: ["loan"],
      sections: [
        passage("1. Creditor", { rows: [["Creditor", lender]] }),
        passage("2. The credit", {
          rows: [
            ["Type of credit", "instalments for the purchase of goods or a service"],
            ["Total amount of credit", loan?.amount ?? byTariff],
            ["Duration", loan ? `until ${loan.last}` : byTariff],
            ["Instalments", loan ? `${loan.count}, ${loan.every}, the largest ${loan.largest}` : byTariff],
            ["First instalment", loan?.first ?? byTariff],
            ["Total amount to pay", loan?.total ?? byTariff],
          ],
        }),
        passage("3. Its cost", {
          rows: [
            ["Borrowing rate", "0%; the cost is a fixed fee within the instalments"],
            ["Total cost of credit", loan?.overpayment ?? byTariff],
            ["Annual percentage rate (APR)", loan?.rate ?? byTariff],
            ["Late payment", "the statutory interest for late payment"],
          ],
        }),
        passage("4. Other important matters", {
          rows: [
            ["Right of withdrawal", "yes, within 14 days"],
            ["Early repayment", "at any time, without a fee"],
            ["Databases asked", bureau],
            ["Disputes", consumerAuthority],
            ["Personal data", dataAuthority],
          ],
        }),
      ],
    }),
    rcl: (words) => ({
      title: "Agreement on a revolving limit",
      lead: "One limit for many purchases: each repayment renews it.",
      shows: ["customer"],
      sections: [
        passage(
          "The limit",
          `The lender, ${words.lender}, grants you a limit for purchases on credit. The limit costs nothing and obliges you to nothing. A purchase uses it, a repayment or return renews it.`,
        ),
        disputes(words),
        signature,
      ],
    }),
    agreement_rcl_regular_loan: (words) => ({
      title: "Credit agreement within a revolving limit",
      lead: "An agreement on one purchase within your limit.",
      shows: ["customer", "loan"],
      sections: [subject(words), ...duties, disputes(words), signature],
    }),
  },
};
