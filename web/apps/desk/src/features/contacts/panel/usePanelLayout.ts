import { notifications } from "@mantine/notifications";
import type { PanelLayoutOut } from "@obrol/api";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "@/lib/problems";
import { keys } from "@/lib/queryKeys";
import { arrangePanel, panelQuery } from "../api";
import type { Layout } from "./layout";

const AS_IT_COMES: PanelLayoutOut = {
  blocks: ["profile", "notes", "tags", "sequences", "topics", "fields", "conversations"],
  folded: [],
  version: 0,
};

/** How this agent arranged the panel, and the way to arrange it anew: shown at once, kept on the server. */
export function usePanelLayout(): [Layout, (next: Layout) => void] {
  const cache = useQueryClient();
  const { data } = useQuery(panelQuery);
  const arrange = useMutation({
    mutationFn: arrangePanel,
    onMutate: (next) => {
      cache.setQueryData<PanelLayoutOut>(keys.panel, (old) => ({
        ...next,
        version: old?.version ?? 0,
      }));
    },
    onSuccess: (kept) => {
      cache.setQueryData<PanelLayoutOut>(keys.panel, (old) =>
        old && old.version > kept.version ? old : kept,
      );
    },
    onError: (error) => {
      notifications.show({ color: "red", message: sentenceOf(error) });
      void cache.invalidateQueries({ queryKey: keys.panel });
    },
  });
  const { blocks, folded } = data ?? AS_IT_COMES;
  return [{ blocks, folded }, (next) => arrange.mutate(next)];
}
