import { Radio, Stack, TextInput } from "@mantine/core";
import type { TopicKind, TopicOut } from "@obrol/api";
import { IconBellRinging } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useTold } from "@/lib/useTold";
import { Line } from "@/ui/Page";
import { makeTopic, removeTopic, renameTopic, topicsQuery, topicUsesQuery } from "../content.api";
import { ContentPage } from "./ContentPage";
import { FormDialog } from "./FormDialog";
import { LineTools } from "./LineTools";
import { RemoveDialog } from "./RemoveDialog";

const NAME_LIMIT = 60; // characters, as the server has it
const KINDS = ["recurring", "once"] as const satisfies readonly TopicKind[];

/** Content → Topics. */
export function TopicsPage() {
  const { t } = useTranslation();
  const { role } = useReader();
  const topics = useQuery(topicsQuery);
  const { data: uses } = useQuery(topicUsesQuery);
  const [edited, setEdited] = useState<TopicOut | "new" | null>(null);
  const [removed, setRemoved] = useState<TopicOut | null>(null);
  const mayChange = mayAdminister(role);
  const countOf = (topic: TopicOut) => uses?.find((use) => use.id === topic.id)?.contacts ?? 0;
  return (
    <>
      <ContentPage
        icon={<IconBellRinging size={32} stroke={1.5} />}
        line={(topic) => (
          <Line
            key={topic.id}
            text={[
              t(`content.kind.${topic.kind}`),
              ...(uses ? [t("content.agreed", { count: countOf(topic) })] : []),
            ].join(" · ")}
            title={<span dir="auto">{topic.name}</span>}
          >
            {mayChange ? (
              <LineTools
                name={topic.name}
                onEdit={() => setEdited(topic)}
                onRemove={() => setRemoved(topic)}
              />
            ) : null}
          </Line>
        )}
        onAdd={mayChange ? () => setEdited("new") : null}
        query={topics}
        words={t("content.topics", { returnObjects: true })}
      />
      {edited ? (
        <TopicDialog onClose={() => setEdited(null)} topic={edited === "new" ? null : edited} />
      ) : null}
      {removed ? (
        <Remove count={countOf(removed)} onClose={() => setRemoved(null)} topic={removed} />
      ) : null}
    </>
  );
}

function TopicDialog({ topic, onClose }: { topic: TopicOut | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(topic?.name ?? "");
  const [kind, setKind] = useState<TopicKind>("recurring");
  const save = useTold({
    mutationFn: () =>
      topic
        ? renameTopic({ id: topic.id, name: name.trim() })
        : makeTopic({ name: name.trim(), kind }),
    renews: [keys.topics],
    onSuccess: onClose,
  });
  return (
    <FormDialog
      onClose={onClose}
      onSave={() => save.mutate(undefined)}
      opened
      ready={name.trim() !== ""}
      saving={save.isPending}
      title={topic ? t("content.edit", { name: topic.name }) : t("content.topics.add")}
    >
      <TextInput
        data-autofocus
        label={t("content.name")}
        maxLength={NAME_LIMIT}
        onChange={(event) => setName(event.currentTarget.value)}
        value={name}
      />
      {topic ? null : (
        <Radio.Group
          description={t("content.kindHint")}
          label={t("content.kindLabel")}
          onChange={(next) => setKind(KINDS.find((one) => one === next) ?? "recurring")}
          value={kind}
        >
          <Stack gap={8} mt={8}>
            {KINDS.map((one) => (
              <Radio key={one} label={t(`content.kind.${one}`)} value={one} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </FormDialog>
  );
}

type RemoveProps = { topic: TopicOut; count: number; onClose: () => void };

function Remove({ topic, count, onClose }: RemoveProps) {
  const { t } = useTranslation();
  const remove = useTold({
    mutationFn: () => removeTopic(topic.id),
    renews: [keys.topics],
    onSuccess: onClose,
  });
  return (
    <RemoveDialog
      of={{ topic_id: topic.id }}
      onClose={onClose}
      onRemove={() => remove.mutate(undefined)}
      removing={remove.isPending}
      text={t("content.topicRemoved", { count })}
      title={t("content.removeTitle", { name: topic.name })}
    />
  );
}
