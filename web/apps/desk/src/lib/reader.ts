import type { Role } from "@obrol/api";
import { createContext, useContext } from "react";
import type { TimeStyle } from "./time";

/** Who looks at the desk, and how times are written for them. */
export type Reader = {
  agentId: string;
  name: string;
  role: Role;
  workspaceId: string;
  time: TimeStyle;
  /** Whether Enter sends and Shift + Enter breaks the line, or the other way round. */
  enterSends: boolean;
  /** Whether what one sends waits for a moment in which it can be undone. */
  undoSend: boolean;
  /** Whether a letter alone is a command. */
  singleKeys: boolean;
};

export const ReaderContext = createContext<Reader | null>(null);

export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (!reader) {
    throw new Error("useReader outside of a signed-in page");
  }
  return reader;
}

/** Owners and admins may change what holds for everybody. */
export function mayAdminister(role: Role): boolean {
  return role === "owner" || role === "admin";
}

/** Supervisors too may change what everybody writes with: shared shortcuts and personas. */
export function mayManageContent(role: Role): boolean {
  return mayAdminister(role) || role === "supervisor";
}
