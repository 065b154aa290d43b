import { list, passage, type Sheet, type Texts, type Words } from "./text.ts";

const byTariff = "în funcție de tariful ales";

const howGiven = passage(
  "Cum îți dai acordul",
  "Îți dai acordul în magazin: vânzătorul îl notează la cererea ta, iar tu îl confirmi cu un cod primit prin SMS.",
);

const withdrawal = passage(
  "Retragerea acordului",
  "Acordul este liber. Îl poți retrage oricând, în magazin sau printr-un mesaj către creditor. Ce s-a făcut înainte rămâne legal, iar decizia și costul creditului nu depind de el.",
);

function marketing(channel: string): (words: Words) => Sheet {
  return ({ lender }) => ({
    title: `Acord pentru oferte prin ${channel}`,
    lead: "Acest acord nu este necesar pentru cumpărături sau pentru credit.",
    shows: ["customer"],
    sections: [
      passage(
        "Acordul",
        `Sunt de acord ca creditorul, ${lender}, să îmi trimită oferte prin ${channel} și să folosească în acest scop numele, datele de contact și cumpărăturile mele în rate.`,
      ),
      withdrawal,
      howGiven,
    ],
  });
}

const duties = [
  passage(
    "Plata și întârzierea",
    "Plătești ratele la zilele și în sumele din grafic. Pentru întârziere creditorul poate percepe numai dobânda legală penalizatoare.",
  ),
  passage(
    "Rambursarea anticipată",
    "Poți rambursa oricând creditul, total sau parțial, fără comision. Costul se reduce cu partea aferentă perioadei rămase.",
  ),
  passage(
    "Dreptul de retragere",
    "Te poți retrage din contract în 14 zile de la încheiere, fără motiv, anunțând creditorul. Suma împrumutată se restituie în cel mult 30 de zile.",
  ),
  passage(
    "Returul produselor",
    "Valoarea returului reduce creditul. Graficul se recalculează cu același tarif, iar ce ai plătit în plus ți se restituie.",
  ),
];

const disputes = ({ consumerAuthority }: Words) =>
  passage(
    "Reclamații",
    "Creditorul răspunde la reclamații în 30 de zile.",
    `Te poți adresa și către: ${consumerAuthority}.`,
  );

const signature = passage(
  "Încheierea contractului",
  "Contractul se încheie când îl confirmi cu codul primit prin SMS. Primești gratuit un exemplar.",
);

const subject = ({ lender }: Words) =>
  passage(
    "Obiectul contractului",
    `Creditorul, ${lender}, îți acordă un credit pentru cumpărăturile din magazinul de mai sus și plătește vânzătorul în numele tău. Suma, costul, ratele și scadențele sunt cele de la „Credit” și din grafic. Comisionul este fix și inclus în rate.`,
  );

export const ro: Texts = {
  labels: {
    parties: { lender: "Creditor", merchant: "Vânzător", store: "Magazin", day: "Data" },
    customer: {
      heading: "Client",
      name: "Nume și prenume",
      birth: "Data nașterii",
      pesel: "PESEL",
      polishId: "Act de identitate",
      address: "Adresă",
      phone: "Telefon",
      email: "E-mail",
    },
    loan: {
      heading: "Credit",
      reference: "Numărul cumpărăturii",
      tariff: "Tarif",
      start: "Data contractului",
      amount: "Valoarea totală a creditului",
      count: "Numărul ratelor",
      largest: "Rata cea mai mare",
      overpayment: "Costul total al creditului",
      total: "Valoarea totală plătibilă",
      rate: "DAE",
      unknown: "Sumele și scadențele vor apărea aici după alegerea tarifului.",
    },
    schedule: {
      caption: "Grafic de rambursare",
      number: "Rata",
      day: "Scadența",
      amount: "Suma",
      total: "Total",
    },
    every: { month: "în fiecare lună", "30days": "la fiecare 30 de zile" },
    authorities: {
      bureau: "biroul de credit din țara ta",
      dataAuthority: "autoritatea pentru protecția datelor din țara ta",
      consumerAuthority: "autoritatea pentru protecția consumatorilor din țara ta",
    },
    pageOf: (page, pages) => `Pagina ${page} din ${pages}`,
  },
  sheets: {
    regulations: (words) => ({
      title: "Regulamentul cumpărăturilor în rate",
      lead: "Cum cumperi acum din magazin și plătești mai târziu.",
      shows: [],
      sections: [
        passage(
          "Cine poate folosi serviciul",
          "Consumatorii care au împlinit 18 ani și au act de identitate valabil, telefon mobil și adresă de e-mail.",
        ),
        passage(
          "Cererea și limita",
          `Depui cererea la vânzător. Creditorul, ${words.lender}, evaluează bonitatea, inclusiv cu ajutorul bazelor de date, și acordă o limită sau refuză. Dacă refuză din cauza unei baze de date, îți spune gratuit care este aceasta.`,
        ),
        passage(
          "Cumpărarea",
          "Alegi un tarif, citești contractul și îl confirmi cu codul din SMS. Creditorul plătește vânzătorul în locul tău.",
        ),
        ...duties,
        disputes(words),
      ],
    }),
    privacy_policy: ({ lender, bureau, dataAuthority }) => ({
      title: "Politica de confidențialitate",
      lead: "Ce se întâmplă cu datele tale când cumperi în rate.",
      shows: [],
      sections: [
        passage(
          "Cine răspunde",
          `Operatorul datelor este ${lender}. Vânzătorii le colectează în numele acestuia.`,
        ),
        passage("Ce date și de ce", {
          rows: [
            ["Numele, data nașterii, numerele actelor", "identificare, contract, prevenirea fraudei"],
            ["Telefon și e-mail", "coduri, grafice, mementouri"],
            ["Adresa", "contract și corespondență"],
            ["Cumpărături, plăți, retururi", "executarea contractului, bonitate, contabilitate"],
          ],
        }),
        passage(
          "Cui le transmitem",
          `Vânzătorului, birourilor de credit (${bureau}) cu acordul tău, furnizorilor de plăți și mesaje și autorităților care au acest drept. Nu le vindem.`,
        ),
        passage(
          "Cât timp le păstrăm",
          "Cererea respinsă sau abandonată: cel mult un an. Contractul: până la rambursare și prescrierea pretențiilor. Acordul pentru oferte: până la retragere.",
        ),
        passage(
          "Drepturile tale",
          "Poți cere accesul, copia, rectificarea, ștergerea, restricționarea și portabilitatea datelor, te poți opune, poți retrage un acord și poți cere ca o decizie automată să fie analizată de un om.",
          `Poți depune plângere la: ${dataAuthority}.`,
        ),
      ],
    }),
    personal_data: ({ lender, dataAuthority }) => ({
      title: "Acord pentru prelucrarea datelor personale",
      lead: "Cine folosește datele tale și pentru ce.",
      shows: ["customer"],
      sections: [
        passage(
          "Acordul",
          `Sunt de acord ca creditorul, ${lender}, să prelucreze datele personale din cererea mea pentru a decide asupra ei, a stabili limita și a încheia și executa contractul de credit.`,
        ),
        passage(
          "Drepturile tale",
          "Poți cere accesul, rectificarea, ștergerea, restricționarea și portabilitatea datelor, te poți opune și poți cere ca o decizie automată să fie analizată de un om.",
          `Poți depune plângere la: ${dataAuthority}.`,
        ),
        howGiven,
      ],
    }),
    credit_bureaus: ({ lender, bureau }) => ({
      title: "Acord pentru interogarea birourilor de credit",
      lead: "Pentru ca creditorul să știe dacă rambursarea nu ar fi prea grea pentru tine.",
      shows: ["customer"],
      sections: [
        passage(
          "Acordul",
          `Sunt de acord ca creditorul, ${lender}, să obțină informații despre datoriile mele și rambursarea lor de la birourile de credit, printre care ${bureau}, și să le transmită informații despre acest credit.`,
        ),
        passage("Retragerea acordului", "Îl poți retrage oricând. Fără el cererea nu poate fi analizată."),
        howGiven,
      ],
    }),
    personal_data_marketing_email: marketing("e-mail"),
    personal_data_marketing_phone: marketing("telefon"),
    personal_data_marketing_all: marketing("e-mail și telefon"),
    third_parties: ({ lender }) => ({
      title: "Acord pentru transmiterea datelor către terți",
      lead: "Acest acord nu este necesar pentru cumpărături sau pentru credit.",
      shows: ["customer"],
      sections: [
        passage(
          "Acordul",
          `Sunt de acord ca creditorul, ${lender}, să transmită numele, telefonul și adresa mea de e-mail vânzătorilor parteneri, pentru a-mi face oferte.`,
        ),
        withdrawal,
        howGiven,
      ],
    }),
    tax_office: ({ lender }) => ({
      title: "Acord pentru interogarea ANAF",
      lead: "Pentru a nu fi nevoie să dovedești veniturile pe hârtie.",
      shows: ["customer"],
      sections: [
        passage(
          "Acordul",
          `Sunt de acord ca creditorul, ${lender}, să obțină de la Agenția Națională de Administrare Fiscală informații despre veniturile mele, numai pentru această cerere.`,
        ),
        withdrawal,
        howGiven,
      ],
    }),
    asp: ({ lender }) => ({
      title: "Acord privind semnarea cu cod SMS",
      lead: "Codul din SMS înlocuiește semnătura pe hârtie.",
      shows: ["customer"],
      sections: [
        passage(
          "Ce se convine",
          `Tu și creditorul, ${lender}, conveniți că semnezi cererile, acordurile, contractele și retururile cu un cod trimis pe telefonul tău.`,
        ),
        passage(
          "Reguli",
          list(
            "Codul este valabil puțin timp și pentru un singur lucru.",
            "Îl spui numai vânzătorului, după ce ai citit pentru ce este.",
            "Dacă pierzi telefonul, anunți imediat creditorul.",
          ),
        ),
      ],
    }),
    agreement: (words) => ({
      title: "Contract de credit de consum",
      lead: "Contract de credit pentru cumpărături în magazin.",
      shows: ["customer", "loan"],
      sections: [subject(words), ...duties, disputes(words), signature],
    }),
    individual: (words) => ({
      title: "Condiții individuale ale creditului",
      lead: "Condițiile stabilite pentru tine. Împreună cu regulamentul formează contractul.",
      shows: ["customer", "loan"],
      sections: [subject(words), signature],
    }),
    offer: ({ lender }) => ({
      title: "Ofertă de credit",
      lead: "O propunere pentru tine. Nu te obligă la nimic până nu o confirmi cu codul.",
      shows: ["customer", "loan"],
      sections: [
        passage(
          "Oferta",
          `Creditorul, ${lender}, face această ofertă pentru ziua de astăzi, până la limita ta.`,
        ),
      ],
    }),
    secci: ({ lender, bureau, dataAuthority, consumerAuthority, loan }) => ({
      title: "Informații standard la nivel european privind creditul pentru consumatori",
      lead: "Ce ți se spune înainte de încheierea contractului.",
      shows: ["loan"],
      sections: [
        passage("1. Creditorul", { rows: [["Creditor", lender]] }),
        passage("2. Creditul", {
          rows: [
            ["Tipul de credit", "rate pentru cumpărarea de bunuri sau servicii"],
            ["Valoarea totală a creditului", loan?.amount ?? byTariff],
            ["Durata", loan ? `până la ${loan.last}` : byTariff],
            ["Ratele", loan ? `${loan.count}, ${loan.every}, cea mai mare ${loan.largest}` : byTariff],
            ["Prima rată", loan?.first ?? byTariff],
            ["Valoarea totală plătibilă", loan?.total ?? byTariff],
          ],
        }),
        passage("3. Costul", {
          rows: [
            ["Rata dobânzii", "0 %; costul este un comision fix inclus în rate"],
            ["Costul total al creditului", loan?.overpayment ?? byTariff],
            ["Dobânda anuală efectivă (DAE)", loan?.rate ?? byTariff],
            ["Întârzierea la plată", "dobânda legală penalizatoare"],
          ],
        }),
        passage("4. Alte aspecte importante", {
          rows: [
            ["Dreptul de retragere", "da, în 14 zile"],
            ["Rambursarea anticipată", "oricând, fără comision"],
            ["Baze de date consultate", bureau],
            ["Litigii", consumerAuthority],
            ["Date personale", dataAuthority],
          ],
        }),
      ],
    }),
    rcl: (words) => ({
      title: "Contract privind limita de credit reînnoibilă",
      lead: "O singură limită pentru multe cumpărături: fiecare plată o reînnoiește.",
      shows: ["customer"],
      sections: [
        passage(
          "Limita",
          `Creditorul, ${words.lender}, îți acordă o limită pentru cumpărături pe credit. Limita nu costă nimic și nu te obligă la nimic. O cumpărătură o folosește, o plată sau un retur o reînnoiește.`,
        ),
        disputes(words),
        signature,
      ],
    }),
    agreement_rcl_regular_loan: (words) => ({
      title: "Contract de credit în cadrul limitei reînnoibile",
      lead: "Contract pentru o singură cumpărătură, în cadrul limitei tale.",
      shows: ["customer", "loan"],
      sections: [subject(words), ...duties, disputes(words), signature],
    }),
  },
};
