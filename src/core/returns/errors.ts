export type ReturnRefusal = "return_not_found" | "return_closed";
