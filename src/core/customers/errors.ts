export type CustomerRefusal = "customer_not_found" | "customer_exists";
