import type { VariableOut } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { variablesQuery } from "../writing.api";
import { matching } from "./token";

export const GROUPS = ["contact", "field", "conversation", "agent", "workspace"] as const;

// What every workspace has, by what people call it; a field is called what its workspace calls it.
const NAMES = {
  "contact.first_name": "composer.variables.names.contactFirstName",
  "contact.name": "composer.variables.names.contactName",
  "contact.email": "composer.variables.names.contactEmail",
  "contact.phone": "composer.variables.names.contactPhone",
  "contact.locale": "composer.variables.names.contactLocale",
  "contact.time_zone": "composer.variables.names.contactTimeZone",
  "contact.tags": "composer.variables.names.contactTags",
  "contact.id": "composer.variables.names.contactId",
  "channel.name": "composer.variables.names.channelName",
  "bot.name": "composer.variables.names.botName",
  "now.date": "composer.variables.names.nowDate",
  "now.time": "composer.variables.names.nowTime",
  "conversation.id": "composer.variables.names.conversationId",
  "agent.first_name": "composer.variables.names.agentFirstName",
  "agent.name": "composer.variables.names.agentName",
  "workspace.name": "composer.variables.names.workspaceName",
} as const;

export type Variable = VariableOut & { label: string };

/** What can be put between `{{` and `}}`, by the names that this reader knows it by. */
export function useVariables(): { variables: Variable[]; isPending: boolean } {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(variablesQuery);
  const variables = useMemo(
    () =>
      (data ?? []).map((one) => {
        const name = Object.entries(NAMES).find(([path]) => path === one.path)?.[1];
        return { ...one, label: name ? t(name) : one.name };
      }),
    [data, t],
  );
  return { variables, isPending };
}

/** Found by its name here, by its English name, and by its path. */
export function foundVariables(variables: readonly Variable[], query: string): Variable[] {
  return matching(variables, query, ({ label, name, path }) => ({
    name: label,
    more: `${name} ${path} ${path.replaceAll("_", " ")}`,
  }));
}

/** How a path is called, for sentences about it. */
export function labelOf(path: string, variables: readonly Variable[]): string {
  return variables.find((one) => one.path === path)?.label ?? path;
}

export function placeholder(path: string): string {
  return `{{${path}}}`;
}
