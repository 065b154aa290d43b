import { list, type Passage, passage, type Sheet, type Sheets, type Words } from "./text.ts";

const howGiven = passage(
  "Jak wyrażasz zgodę",
  "Zgodę wyrażasz w sklepie: sprzedawca zaznacza ją na Twoją prośbę, a Ty potwierdzasz ją kodem SMS wysłanym na Twój numer telefonu.",
);

const withdrawal = (lender: string): Passage =>
  passage(
    "Cofnięcie zgody",
    `Zgoda jest dobrowolna. Możesz ją cofnąć w każdej chwili, tak samo łatwo, jak ją wyrażasz: w sklepie albo wiadomością do Kredytodawcy (${lender}). Cofnięcie nie wpływa na zgodność z prawem tego, co zrobiono wcześniej.`,
    "Brak tej zgody lub jej cofnięcie nie ma wpływu na decyzję o kredycie ani na jego koszt.",
  );

function marketing(channel: string, means: string): (words: Words) => Sheet {
  return ({ lender }) => ({
    title: `Zgoda na informacje handlowe ${channel}`,
    lead: "Ta zgoda nie jest potrzebna do zakupu ani do otrzymania kredytu.",
    shows: ["customer"],
    sections: [
      passage(
        "Treść zgody",
        `Wyrażam zgodę, aby Kredytodawca – ${lender} – przesyłał mi informacje handlowe o swoich usługach i promocjach ${means} oraz wykorzystywał w tym celu moje imię, nazwisko, dane kontaktowe i historię zakupów na raty.`,
      ),
      withdrawal(lender),
      howGiven,
    ],
  });
}

export const consents = {
  personal_data: ({ lender, dataAuthority }) => ({
    title: "Zgoda na przetwarzanie danych osobowych",
    lead: "Przeczytaj, kto i po co przetwarza Twoje dane, gdy kupujesz na raty.",
    shows: ["customer"],
    sections: [
      passage(
        "Treść zgody",
        `Wyrażam zgodę, aby Kredytodawca – ${lender} – przetwarzał moje dane osobowe podane we wniosku w celu jego rozpatrzenia, ustalenia limitu zakupów oraz zawarcia i wykonania umowy kredytu.`,
      ),
      passage(
        "Administrator i zakres danych",
        `Administratorem danych jest Kredytodawca (${lender}). Przetwarza on:`,
        list(
          "imię, nazwisko, datę urodzenia, numer PESEL i numer dowodu osobistego,",
          "adres, numer telefonu i adres e-mail,",
          "dane o zakupie, przyznanym limicie, umowach i spłatach.",
        ),
      ),
      passage(
        "Cele i podstawy",
        list(
          "rozpatrzenie wniosku oraz zawarcie i wykonanie umowy: art. 6 ust. 1 lit. b RODO,",
          "ocena zdolności kredytowej, przeciwdziałanie praniu pieniędzy, rachunkowość: art. 6 ust. 1 lit. c RODO,",
          "dochodzenie roszczeń i zapobieganie oszustwom: art. 6 ust. 1 lit. f RODO.",
        ),
        "Decyzja o limicie zapada automatycznie na podstawie danych z wniosku i z biur informacji kredytowej. Możesz żądać, aby rozpatrzył ją człowiek, wyrazić swoje stanowisko i zakwestionować decyzję.",
      ),
      passage(
        "Jak długo i komu",
        "Dane są przechowywane przez czas trwania umowy, a potem do przedawnienia roszczeń i upływu terminów z przepisów prawa. Otrzymują je tylko podmioty, które są do tego potrzebne: sprzedawca, biura informacji kredytowej, dostawcy płatności i usług SMS.",
      ),
      passage(
        "Twoje prawa",
        "Masz prawo dostępu do danych, ich sprostowania, usunięcia, ograniczenia przetwarzania i przeniesienia, a także prawo sprzeciwu i cofnięcia zgody.",
        `Skargę możesz złożyć do organu nadzorczego: ${dataAuthority}.`,
      ),
      howGiven,
    ],
  }),

  credit_bureaus: ({ lender, bureau }) => ({
    title: "Upoważnienie do zapytania w biurach informacji kredytowej",
    lead: "Dzięki temu upoważnieniu Kredytodawca może ocenić, czy spłata nie będzie dla Ciebie zbyt dużym obciążeniem.",
    shows: ["customer"],
    sections: [
      passage(
        "Treść upoważnienia",
        `Upoważniam Kredytodawcę – ${lender} – do uzyskania informacji o moich zobowiązaniach i ich spłacie z biur informacji kredytowej i gospodarczej, w tym: ${bureau}, w celu oceny mojej zdolności kredytowej i ryzyka kredytowego.`,
      ),
      passage(
        "Zakres",
        list(
          "dane, które pozwalają mnie rozpoznać: imię, nazwisko, PESEL, numer dokumentu,",
          "informacje o moich kredytach i pożyczkach, ich wysokości i terminowości spłat,",
          "informacje o zaległościach wobec innych wierzycieli.",
        ),
      ),
      passage(
        "Jak długo działa",
        "Upoważnienie dotyczy tego wniosku, a po zawarciu umowy działa do spłaty wszystkich zobowiązań. Po zawarciu umowy Kredytodawca przekazuje biuru informacje o kredycie i jego spłacie. Jeżeli opóźnienie przekroczy 60 dni, a od wezwania minie 30 dni, informacje te mogą pozostać w biurze do 5 lat po spłacie także bez Twojej zgody.",
      ),
      passage(
        "Cofnięcie",
        "Upoważnienie możesz cofnąć w każdej chwili. Bez niego Kredytodawca nie może jednak rozpatrzyć wniosku.",
      ),
      howGiven,
    ],
  }),

  personal_data_marketing_email: marketing("pocztą elektroniczną", "na podany adres e-mail"),
  personal_data_marketing_phone: marketing("przez telefon", "przez telefon: rozmową, SMS-em lub MMS-em"),
  personal_data_marketing_all: marketing(
    "wszystkimi kanałami",
    "na podany adres e-mail oraz przez telefon: rozmową, SMS-em lub MMS-em, także za pomocą automatycznych systemów",
  ),

  third_parties: ({ lender }) => ({
    title: "Zgoda na udostępnienie danych innym podmiotom",
    lead: "Ta zgoda nie jest potrzebna do zakupu ani do otrzymania kredytu.",
    shows: ["customer"],
    sections: [
      passage(
        "Treść zgody",
        `Wyrażam zgodę, aby Kredytodawca – ${lender} – udostępnił moje imię, nazwisko, numer telefonu i adres e-mail sprzedawcom, u których można płacić jego kredytem, w celu przedstawienia mi ich ofert.`,
      ),
      passage(
        "Czego zgoda nie obejmuje",
        "Innym podmiotom nie są udostępniane numer PESEL, numer dokumentu, informacje z biur kredytowych ani historia spłat.",
      ),
      withdrawal(lender),
      howGiven,
    ],
  }),

  tax_office: ({ lender }) => ({
    title: "Zgoda na uzyskanie informacji o dochodach",
    lead: "Dzięki tej zgodzie nie trzeba przynosić zaświadczenia o dochodach.",
    shows: ["customer"],
    sections: [
      passage(
        "Treść zgody",
        `Wyrażam zgodę, aby Kredytodawca – ${lender} – uzyskał od administracji skarbowej informacje o wysokości i źródłach moich dochodów w celu oceny zdolności kredytowej. Zgoda dotyczy wyłącznie tego wniosku.`,
      ),
      withdrawal(lender),
      howGiven,
    ],
  }),
} satisfies Partial<Sheets>;
