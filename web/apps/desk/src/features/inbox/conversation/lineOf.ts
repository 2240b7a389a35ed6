import type { EventItem } from "./blocks";

type Line =
  | "started"
  | "reopened"
  | "reopened_by"
  | "done"
  | "snoozed"
  | "woken"
  | "woken_by"
  | "assigned"
  | "unassigned"
  | "handed_to_team"
  | "handed_to_team_replied"
  | "handed_to_team_switched"
  | "returned_to_bot"
  | "returned_to_bot_pause_over"
  | "subflow_sent"
  | "subflow_controlled"
  | "subflow_ended"
  | "subflow_stopped"
  | "resent"
  | "faulted"
  | "other";

/** Which sentence of the catalog an event is told with. */
export function lineOf({ name, data }: Pick<EventItem, "name" | "data">): Line {
  switch (name) {
    case "conversation.started":
      return "started";
    case "conversation.reopened":
      return data.because === "asked" ? "reopened_by" : "reopened";
    case "conversation.done":
      return "done";
    case "conversation.snoozed":
      return "snoozed";
    case "conversation.woken":
      return data.because === "asked" ? "woken_by" : "woken";
    case "conversation.assigned":
      return data.assignee_name ? "assigned" : "unassigned";
    case "conversation.handed_to_team":
      return handedBecause(data.because);
    case "conversation.returned_to_bot":
      return data.because === "pause_over" ? "returned_to_bot_pause_over" : "returned_to_bot";
    case "conversation.subflow_sent":
      return data.controlled ? "subflow_controlled" : "subflow_sent";
    case "conversation.subflow_ended":
      return data.because === "stopped" ? "subflow_stopped" : "subflow_ended";
    case "message.resent":
      return "resent";
    case "run.faulted":
      return "faulted";
    default:
      return "other";
  }
}

function handedBecause(because: unknown): Line {
  if (because === "agent_replied") {
    return "handed_to_team_replied";
  }
  return because === "switched" ? "handed_to_team_switched" : "handed_to_team";
}
