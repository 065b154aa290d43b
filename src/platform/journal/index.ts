export { type Entry, Journal } from "./journal.ts";
