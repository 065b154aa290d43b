export { type Customer, customers, fullName, lockByPhone, type Person, remember } from "./customer.ts";
export { isCountry, nationalPhone, parsePhone } from "./phone.ts";
