export { type Event, type EventType, emit, events } from "./event.ts";
