export { type Customer, customers, fullName, lockByPhone, type Person, remember } from "./customer.ts";
export { nationalPhone, parsePhone } from "./phone.ts";
