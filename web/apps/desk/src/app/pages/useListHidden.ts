import type { CurrentSession } from "@obrol/api";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { changeProfile, sessionQuery } from "@/features/session/api";
import { keys } from "@/lib/queryKeys";

/** Whether the list is collapsed: the agent's own choice, on every device, and shown before the server knows. */
export function useListHidden(): [boolean, (hidden: boolean) => void] {
  const cache = useQueryClient();
  const { data } = useSuspenseQuery(sessionQuery);
  const hide = (list_hidden: boolean) => {
    cache.setQueryData<CurrentSession>(
      keys.session,
      (session) => session && { ...session, agent: { ...session.agent, list_hidden } },
    );
    // Without a connection the choice holds for this window, which is all that one asked for.
    changeProfile({ list_hidden }).catch(() => undefined);
  };
  return [data.agent.list_hidden, hide];
}
