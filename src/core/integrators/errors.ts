export type IntegratorRefusal =
  | "client_not_found"
  | "too_many_clients"
  | "platform_not_found"
  | "public_key_not_found"
  | "store_closed";
