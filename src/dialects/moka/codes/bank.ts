/** What banks answer (facts 3.1, complete), in Turkish as it goes over the wire; the wording is ours. */
export const bankResults = {
  "000": "Genel hata",
  "001": "Kart sahibi onayı alınamadı",
  "002": "Limit yetersiz",
  "003": "Kart numarası geçerli formatta değil",
  "004": "Genel red",
  "005": "İşlem kart sahibine açık değil",
  "006": "Kartın son kullanma tarihi hatalı",
  "007": "Geçersiz işlem",
  "008": "Bankaya bağlanılamadı",
  "009": "Tanımsız hata kodu",
  "010": "Banka SSL hatası",
  "011": "Bankanızı arayınız",
  "012": "Kart numarası veya CVV2 hatalı",
  "013": "3D Secure yalnızca Visa ve MasterCard ile yapılabilir",
  "014": "Geçersiz hesap numarası",
  "015": "Geçersiz CVV",
  "016": "Onay mekanizması yok",
  "017": "Sistem hatası",
  "018": "Çalıntı kart",
  "019": "Kayıp kart",
  "020": "Kısıtlı kart",
  "021": "Zaman aşımı",
  "022": "Geçersiz iş yeri",
  "023": "Sahte onay",
  "024": "3D onayı alındı ancak para çekilemedi",
  "025": "3D onay hatası",
  "026": "Kart sahibinin bankası veya kart 3D Secure kapsamında değil",
  "027": "Kullanıcı bu işlem için yetkili değil",
  "028": "Sahtecilik şüphesi",
  "029": "Kart internet alışverişine kapalı",
} as const;

export type BankCode = keyof typeof bankResults;

export type BankResult = { readonly code: BankCode; readonly message: string };

/** By the card network's response codes (ISO 8583), and the simulator's for a wrong CVV. */
const bankCodes: Readonly<Record<string, BankCode>> = {
  "01": "011",
  "02": "011",
  "03": "022",
  "05": "004",
  "12": "007",
  "14": "003",
  "41": "019",
  "43": "018",
  "51": "002",
  "54": "006",
  "57": "005",
  "58": "027",
  "59": "028",
  "61": "002",
  "62": "020",
  "68": "021",
  "91": "008",
  "96": "017",
  N7: "015",
};

/** For an acquirer that says why, but with no code. */
const byReason: Readonly<Record<string, BankCode>> = {
  declined: "004",
  cvv_wrong: "015",
  card_expired: "006",
  card_unsupported: "005",
  no_decision: "021",
  not_authenticated: "025",
};

/** Whether a text is one of the banks' codes. */
export function isBankCode(text: string): text is BankCode {
  return Object.hasOwn(bankResults, text);
}

/** A refusal as Moka tells it: by the acquirer's code, which may be one of these already, else by the reason; what
 *  neither tells is 000. */
export function bankResultOf({
  code = "",
  reason,
}: {
  code?: string | undefined;
  reason: string | null;
}): BankResult {
  const known = isBankCode(code) ? code : Object.hasOwn(bankCodes, code) ? bankCodes[code] : undefined;
  const told = reason !== null && Object.hasOwn(byReason, reason) ? byReason[reason] : undefined;
  const found = known ?? told ?? "000";
  return { code: found, message: bankResults[found] };
}
