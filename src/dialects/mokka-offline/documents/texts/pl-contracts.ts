import { list, passage, type Sheets, type Words } from "./text.ts";

const byTariff = "zależnie od wybranej taryfy";

const obligations = [
  passage(
    "Spłata i opóźnienie",
    "Raty spłacasz w terminach i kwotach z harmonogramu. Wpłaty są zaliczane na najstarszą wymagalną ratę. Za opóźnienie Kredytodawca może naliczyć odsetki ustawowe za opóźnienie; innych opłat z tego tytułu nie pobiera.",
    "Jeżeli opóźnienie obejmuje co najmniej dwie raty i nie ustanie mimo wezwania z terminem 14 dni, Kredytodawca może wypowiedzieć umowę z zachowaniem 30 dni.",
  ),
  passage(
    "Wcześniejsza spłata",
    "Kredyt możesz spłacić w całości lub w części w każdym czasie, bez opłaty. Całkowity koszt kredytu obniża się o koszty dotyczące okresu, o który skrócono umowę.",
  ),
  passage(
    "Prawo odstąpienia",
    "W ciągu 14 dni od zawarcia umowy możesz od niej odstąpić bez podania przyczyny, wysyłając oświadczenie do Kredytodawcy. Kwotę kredytu zwracasz nie później niż 30 dni po wysłaniu oświadczenia. Nie ponosisz kosztów odstąpienia.",
  ),
  passage(
    "Zwrot towaru",
    "Zwrot towaru u sprzedawcy pomniejsza kredyt o kwotę zwrotu. Harmonogram jest przeliczany według tej samej taryfy, a nadpłata wraca do Ciebie. Po zwrocie całości umowa wygasa i nic nie kosztuje.",
  ),
];

const disputes = ({ consumerAuthority }: Words) =>
  passage(
    "Reklamacje i nadzór",
    "Reklamację możesz złożyć pisemnie, elektronicznie lub ustnie; odpowiedź otrzymasz w ciągu 30 dni.",
    `Organ i instytucje, do których możesz się zwrócić: ${consumerAuthority}. Prawem właściwym jest prawo polskie.`,
  );

const signature = passage(
  "Zawarcie umowy",
  "Umowa zostaje zawarta z chwilą potwierdzenia jej kodem SMS. Otrzymujesz ją bezpłatnie na trwałym nośniku.",
);

const subject = ({ lender }: Words) =>
  passage(
    "Przedmiot umowy",
    `Kredytodawca – ${lender} – udziela Ci kredytu konsumenckiego na zakup w sklepie wskazanym wyżej i wypłaca jego kwotę sprzedawcy w Twoim imieniu. Kwotę, koszt, liczbę i terminy rat podają część „Kredyt” i harmonogram.`,
    "Opłata za kredyt jest stała i zawarta w ratach. Nie ma oprocentowania zmiennego, zabezpieczeń ani usług dodatkowych, które trzeba kupić.",
  );

export const contracts = {
  agreement: (words) => ({
    title: "Umowa kredytu konsumenckiego",
    lead: "Umowa o kredyt na zakup w sklepie, zawierana na podstawie ustawy o kredycie konsumenckim.",
    shows: ["customer", "loan"],
    sections: [subject(words), ...obligations, disputes(words), signature],
  }),

  individual: (words) => ({
    title: "Indywidualne warunki kredytu",
    lead: "Warunki ustalone dla Ciebie. Razem z regulaminem tworzą umowę kredytu.",
    shows: ["customer", "loan"],
    sections: [
      subject(words),
      passage(
        "Podstawowe warunki",
        list(
          "Spłata ratami w terminach z harmonogramu, w walucie kredytu.",
          "Wcześniejsza spłata w każdym czasie, bez opłaty.",
          "Odstąpienie w ciągu 14 dni bez podania przyczyny.",
          "Za opóźnienie najwyżej odsetki ustawowe za opóźnienie.",
        ),
      ),
      signature,
    ],
  }),

  offer: ({ lender, loan }) => ({
    title: "Oferta kredytu",
    lead: "Propozycja dla Ciebie. Do niczego nie zobowiązuje, dopóki nie potwierdzisz jej kodem SMS.",
    shows: ["customer", "loan"],
    sections: [
      passage(
        "Czego dotyczy oferta",
        loan
          ? `Kredytodawca – ${lender} – proponuje kredyt w kwocie ${loan.amount}, spłacany w ratach: ${loan.count}, ${loan.every}. Do zapłaty razem: ${loan.total}, w tym koszt kredytu ${loan.overpayment}. RRSO: ${loan.rate}.`
          : `Kredytodawca – ${lender} – przedstawi kwoty i terminy po wyborze taryfy.`,
      ),
      passage("Ważność", "Oferta jest ważna w dniu, w którym powstała, i do wysokości Twojego limitu."),
    ],
  }),

  secci: ({ lender, bureau, dataAuthority, consumerAuthority, loan }) => ({
    title: "Formularz informacyjny dotyczący kredytu konsumenckiego",
    lead: "Standardowe europejskie informacje, które otrzymujesz przed zawarciem umowy.",
    shows: ["loan"],
    sections: [
      passage("1. Kredytodawca", { rows: [["Kredytodawca", lender]] }),
      passage("2. Główne cechy kredytu", {
        rows: [
          ["Rodzaj kredytu", "kredyt ratalny na zakup towaru lub usługi"],
          ["Całkowita kwota kredytu", loan?.amount ?? byTariff],
          ["Wypłata", "jednorazowo sprzedawcy, po zawarciu umowy"],
          ["Czas obowiązywania umowy", loan ? `do ${loan.last}` : byTariff],
          ["Raty", loan ? `${loan.count}, ${loan.every}, najwyższa ${loan.largest}` : byTariff],
          ["Pierwsza rata", loan?.first ?? byTariff],
          ["Całkowita kwota do zapłaty", loan?.total ?? byTariff],
          ["Zabezpieczenia", "nie są wymagane"],
        ],
      }),
      passage("3. Koszt kredytu", {
        rows: [
          ["Stopa oprocentowania", "0 %; koszt kredytu jest stałą opłatą zawartą w ratach"],
          ["Całkowity koszt kredytu", loan?.overpayment ?? byTariff],
          ["Rzeczywista roczna stopa oprocentowania (RRSO)", loan?.rate ?? byTariff],
          ["Założenia do RRSO", "umowa obowiązuje przez uzgodniony czas, a raty są płacone w terminie"],
          ["Umowy dodatkowe", "nie są wymagane"],
          ["Skutki braku płatności", "odsetki ustawowe za opóźnienie, wpis do biura informacji kredytowej"],
        ],
      }),
      passage("4. Inne ważne informacje", {
        rows: [
          ["Odstąpienie od umowy", "tak, w ciągu 14 dni"],
          ["Wcześniejsza spłata", "w każdym czasie, w całości lub w części, bez opłaty"],
          ["Sprawdzenie w bazie danych", `${bureau}; o odmowie na tej podstawie informujemy bezpłatnie`],
          ["Projekt umowy", "na żądanie otrzymasz go bezpłatnie"],
          ["Czas obowiązywania informacji", "w dniu wydania formularza"],
        ],
      }),
      passage("5. Gdzie szukać pomocy", {
        rows: [
          ["Reklamacje i spory", consumerAuthority],
          ["Dane osobowe", dataAuthority],
        ],
      }),
    ],
  }),

  rcl: (words) => ({
    title: "Umowa o odnawialny limit zakupów",
    lead: "Jeden limit na wiele zakupów: każda spłata go odnawia.",
    shows: ["customer"],
    sections: [
      passage(
        "Limit",
        `Kredytodawca – ${words.lender} – przyznaje Ci limit, w ramach którego możesz robić zakupy na kredyt u współpracujących sprzedawców. Sam limit nic nie kosztuje i nie zobowiązuje do zakupów.`,
        "Każdy zakup pomniejsza limit o kwotę kredytu, a spłata i zwrot go odnawiają. Warunki każdego zakupu określa osobna umowa z harmonogramem.",
      ),
      passage(
        "Zmiana i zamknięcie limitu",
        "Kredytodawca może obniżyć lub zawiesić limit, gdy zmieni się ocena zdolności kredytowej albo powstanie zaległość, i informuje o tym bez zwłoki. Umowę możesz wypowiedzieć w każdym czasie bez opłaty; Kredytodawca może ją wypowiedzieć z zachowaniem dwóch miesięcy.",
      ),
      passage(
        "Prawo odstąpienia",
        "W ciągu 14 dni od zawarcia umowy możesz od niej odstąpić bez podania przyczyny.",
      ),
      disputes(words),
      signature,
    ],
  }),

  agreement_rcl_regular_loan: (words) => ({
    title: "Umowa kredytu w ramach odnawialnego limitu",
    lead: "Umowa o jeden zakup, zawierana w ramach przyznanego Ci limitu.",
    shows: ["customer", "loan"],
    sections: [
      subject(words),
      passage("Limit", "Kwota kredytu pomniejsza Twój limit, a każda spłata i każdy zwrot go odnawiają."),
      ...obligations,
      disputes(words),
      signature,
    ],
  }),
} satisfies Partial<Sheets>;
