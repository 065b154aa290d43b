export { emit, type Event, type EventType, events } from "./event.ts";
