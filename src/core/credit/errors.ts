export type CreditRefusal = "loan_not_found" | "tariff_not_found" | "outside_tariff";
