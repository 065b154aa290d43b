export { type Agent, agentName, agentSessions, agentStores, agents } from "./agent.ts";
export { logInByCode, sendPasswordCode } from "./password.ts";
export { findOnDuty, type OnDuty } from "./roster.ts";
export { type AgentSheet, saveAgent } from "./save-agent.ts";
export { logIn, logOut } from "./session.ts";
