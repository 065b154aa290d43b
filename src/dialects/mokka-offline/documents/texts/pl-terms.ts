import { list, passage, type Sheets } from "./text.ts";

export const terms = {
  regulations: ({ lender, consumerAuthority }) => ({
    title: "Regulamin zakupów na raty w sklepie",
    lead: "Regulamin opisuje, jak kupić w sklepie teraz i zapłacić później: od wniosku do ostatniej raty i zwrotu.",
    shows: [],
    sections: [
      passage(
        "1. Pojęcia",
        list(
          `Kredytodawca: ${lender}, który udziela kredytu.`,
          "Sprzedawca: przedsiębiorca, w którego sklepie kupujesz.",
          "Limit: kwota, do której możesz kupować na kredyt, u wszystkich sprzedawców razem.",
          "Taryfa: warunki spłaty, które wybierasz przy zakupie: liczba rat, terminy i koszt.",
          "Kod: jednorazowy kod wysłany SMS-em na Twój numer telefonu.",
        ),
      ),
      passage(
        "2. Kto może skorzystać",
        list(
          "osoba fizyczna, która ukończyła 18 lat i ma pełną zdolność do czynności prawnych,",
          "posiadająca numer PESEL, ważny dowód osobisty, numer telefonu komórkowego i adres e-mail,",
          "która kupuje jako konsument.",
        ),
      ),
      passage(
        "3. Wniosek i limit",
        "Wniosek składasz u sprzedawcy. Podajesz prawdziwe i aktualne dane, zapoznajesz się z dokumentami i potwierdzasz numer telefonu kodem. Kredytodawca ocenia zdolność kredytową, także na podstawie baz danych, i przyznaje limit albo odmawia. Jeżeli odmówi na podstawie bazy danych, informuje o tym bezpłatnie i wskazuje tę bazę.",
      ),
      passage(
        "4. Zakup",
        "Sprzedawca przedstawia taryfy dostępne dla kwoty zakupu, a przed zawarciem umowy także formularz informacyjny i umowę. Umowa zostaje zawarta z chwilą potwierdzenia jej kodem. Kredytodawca płaci za Ciebie sprzedawcy, a Ty otrzymujesz kod kreskowy zakupu i umowę na trwałym nośniku.",
        "Kod jest tylko dla Ciebie. Podanie go sprzedawcy w sklepie oznacza zgodę na czynność, o której mowa w SMS-ie.",
      ),
      passage(
        "5. Spłata",
        "Raty spłacasz w terminach i kwotach z harmonogramu. Możesz spłacić całość lub część wcześniej; koszt kredytu obniża się wtedy o część przypadającą na skrócony okres. Za wcześniejszą spłatę nie ma opłaty.",
        "Jeżeli nie zapłacisz w terminie, Kredytodawca wezwie Cię do zapłaty i może naliczyć odsetki ustawowe za opóźnienie. Do czasu uregulowania zaległości nie można robić nowych zakupów na kredyt.",
      ),
      passage(
        "6. Odstąpienie od umowy",
        "Od umowy kredytu możesz odstąpić bez podania przyczyny w ciągu 14 dni od jej zawarcia. Wystarczy wysłać oświadczenie przed upływem terminu. Kwotę kredytu zwracasz w ciągu 30 dni od wysłania oświadczenia; za ten czas nie ponosisz kosztu kredytu.",
      ),
      passage(
        "7. Zwrot towaru",
        "Towar zwracasz sprzedawcy na zasadach, które u niego obowiązują. Sprzedawca rejestruje zwrot, a Ty potwierdzasz go kodem. Kwota zwrotu pomniejsza kredyt: harmonogram jest przeliczany od nowa, a nadpłata wraca do Ciebie.",
      ),
      passage(
        "8. Reklamacje",
        "Reklamację możesz złożyć u Kredytodawcy pisemnie, elektronicznie lub ustnie. Odpowiedź otrzymasz w ciągu 30 dni, a w sprawach szczególnie skomplikowanych w ciągu 60 dni.",
        `Spór można rozwiązać poza sądem. Pomocy udziela także: ${consumerAuthority}.`,
      ),
      passage(
        "9. Zmiany regulaminu",
        "O zmianie regulaminu informujemy co najmniej 14 dni wcześniej. Umowy zawarte przed zmianą wykonuje się na dotychczasowych warunkach.",
      ),
    ],
  }),

  privacy_policy: ({ lender, dataAuthority, bureau }) => ({
    title: "Polityka prywatności",
    lead: "Co dzieje się z Twoimi danymi, gdy kupujesz na raty.",
    shows: [],
    sections: [
      passage(
        "Kto odpowiada za dane",
        `Administratorem danych jest ${lender}. Sprzedawca zbiera dane w jego imieniu i nie zachowuje ich po złożeniu wniosku, poza danymi o samym zakupie.`,
      ),
      passage("Jakie dane i po co", {
        rows: [
          [
            "Imię, nazwisko, data urodzenia, PESEL, numer dowodu",
            "rozpoznanie osoby, umowa, przeciwdziałanie oszustwom",
          ],
          ["Telefon i e-mail", "kody, harmonogram, przypomnienia o ratach"],
          ["Adres", "umowa i korespondencja"],
          ["Zakupy, spłaty, zwroty", "wykonanie umowy, ocena zdolności kredytowej, rachunkowość"],
        ],
      }),
      passage(
        "Skąd jeszcze mamy dane",
        `Dane o zobowiązaniach otrzymujemy z biur informacji kredytowej (w tym: ${bureau}), jeżeli wyrazisz na to zgodę.`,
      ),
      passage(
        "Komu je przekazujemy",
        "Sprzedawcy, u którego kupujesz, biurom informacji kredytowej, dostawcom płatności, SMS-ów i poczty oraz organom, które mają do tego prawo. Nie sprzedajemy danych. Nie przekazujemy ich poza Europejski Obszar Gospodarczy.",
      ),
      passage(
        "Jak długo je przechowujemy",
        "Wniosek odrzucony lub porzucony: do roku. Umowa: do spłaty i do przedawnienia roszczeń, dokumenty księgowe przez 5 lat od końca roku. Zgody marketingowe: do cofnięcia.",
      ),
      passage(
        "Twoje prawa",
        "Możesz żądać dostępu do danych, ich kopii, sprostowania, usunięcia, ograniczenia i przeniesienia, wnieść sprzeciw, cofnąć zgodę oraz żądać, aby decyzję automatyczną rozpatrzył człowiek.",
        `Skargę możesz złożyć do organu nadzorczego: ${dataAuthority}.`,
      ),
    ],
  }),

  asp: ({ lender }) => ({
    title: "Porozumienie o podpisywaniu kodem SMS",
    lead: "Kod z SMS-a zastępuje podpis na papierze.",
    shows: ["customer"],
    sections: [
      passage(
        "Na co się umawiamy",
        `Ty i Kredytodawca (${lender}) uzgadniacie, że wnioski, zgody, umowy i potwierdzenia zwrotów w formie elektronicznej podpisujesz jednorazowym kodem wysłanym SMS-em na Twój numer telefonu. Oświadczenie potwierdzone prawidłowym kodem uważa się za złożone przez Ciebie w formie dokumentowej.`,
      ),
      passage(
        "Zasady",
        list(
          "Kod jest ważny krótko i tylko dla jednej sprawy; po kilku błędnych próbach trzeba poczekać.",
          "Kod podajesz wyłącznie sprzedawcy w sklepie, po zapoznaniu się z dokumentem, którego dotyczy.",
          "Telefon i kartę SIM chronisz przed innymi, a o ich utracie od razu informujesz Kredytodawcę.",
          "Kredytodawca zapisuje, kiedy i do jakiego dokumentu użyto kodu.",
        ),
      ),
      passage(
        "Zakończenie",
        "Porozumienie możesz wypowiedzieć w każdej chwili. Oświadczenia złożone wcześniej pozostają ważne.",
      ),
    ],
  }),
} satisfies Partial<Sheets>;
