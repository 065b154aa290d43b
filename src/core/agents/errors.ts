export type AgentRefusal = "agent_locked" | "agent_not_found" | "login_wrong";
