import { TextInput } from "@mantine/core";
import type { SequenceOut } from "@obrol/api";
import { IconTimeline } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useTold } from "@/lib/useTold";
import { Line } from "@/ui/Page";
import {
  makeSequence,
  removeSequence,
  renameSequence,
  sequencesQuery,
  sequenceUsesQuery,
} from "../content.api";
import { ContentPage } from "./ContentPage";
import { FormDialog } from "./FormDialog";
import { LineTools } from "./LineTools";
import { RemoveDialog } from "./RemoveDialog";

const NAME_LIMIT = 50; // characters, as the server has it

/** Content → Sequences. */
export function SequencesPage() {
  const { t } = useTranslation();
  const { role } = useReader();
  const sequences = useQuery(sequencesQuery);
  const { data: uses } = useQuery(sequenceUsesQuery);
  const [edited, setEdited] = useState<SequenceOut | "new" | null>(null);
  const [removed, setRemoved] = useState<SequenceOut | null>(null);
  const mayChange = mayAdminister(role);
  const countsOf = ({ id }: SequenceOut) =>
    uses?.find((use) => use.id === id) ?? { active: 0, completed: 0 };
  return (
    <>
      <ContentPage
        icon={<IconTimeline size={32} stroke={1.5} />}
        line={(sequence) => {
          const { active, completed } = countsOf(sequence);
          return (
            <Line
              key={sequence.id}
              text={
                uses
                  ? [
                      t("content.active", { count: active }),
                      t("content.completed", { count: completed }),
                    ].join(" · ")
                  : " "
              }
              title={<span dir="auto">{sequence.name}</span>}
            >
              {mayChange ? (
                <LineTools
                  name={sequence.name}
                  onEdit={() => setEdited(sequence)}
                  onRemove={() => setRemoved(sequence)}
                />
              ) : null}
            </Line>
          );
        }}
        onAdd={mayChange ? () => setEdited("new") : null}
        query={sequences}
        words={t("content.sequences", { returnObjects: true })}
      />
      {edited ? (
        <SequenceDialog
          onClose={() => setEdited(null)}
          sequence={edited === "new" ? null : edited}
        />
      ) : null}
      {removed ? (
        <Remove
          count={countsOf(removed).active}
          onClose={() => setRemoved(null)}
          sequence={removed}
        />
      ) : null}
    </>
  );
}

type DialogProps = { sequence: SequenceOut | null; onClose: () => void };

function SequenceDialog({ sequence, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(sequence?.name ?? "");
  const save = useTold({
    mutationFn: () =>
      sequence ? renameSequence({ id: sequence.id, name: name.trim() }) : makeSequence(name.trim()),
    renews: [keys.sequences],
    onSuccess: onClose,
  });
  return (
    <FormDialog
      onClose={onClose}
      onSave={() => save.mutate(undefined)}
      opened
      ready={name.trim() !== ""}
      saving={save.isPending}
      title={sequence ? t("content.edit", { name: sequence.name }) : t("content.sequences.add")}
    >
      <TextInput
        data-autofocus
        label={t("content.name")}
        maxLength={NAME_LIMIT}
        onChange={(event) => setName(event.currentTarget.value)}
        value={name}
      />
    </FormDialog>
  );
}

type RemoveProps = { sequence: SequenceOut; count: number; onClose: () => void };

function Remove({ sequence, count, onClose }: RemoveProps) {
  const { t } = useTranslation();
  const remove = useTold({
    mutationFn: () => removeSequence(sequence.id),
    renews: [keys.sequences],
    onSuccess: onClose,
  });
  return (
    <RemoveDialog
      of={{ sequence_id: sequence.id }}
      onClose={onClose}
      onRemove={() => remove.mutate(undefined)}
      removing={remove.isPending}
      text={t("content.sequenceRemoved", { count })}
      title={t("content.removeTitle", { name: sequence.name })}
    />
  );
}
