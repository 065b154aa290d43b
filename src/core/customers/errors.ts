export type CustomerRefusal = "customer_not_found";
