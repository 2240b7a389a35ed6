import { Select, TextInput } from "@mantine/core";
import type { TagColor, TagOut } from "@obrol/api";
import { IconTag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useTold } from "@/lib/useTold";
import { Line } from "@/ui/Page";
import { tagsQuery } from "../api";
import { changeTag, makeTag, removeTag, tagUsesQuery } from "../content.api";
import { ContentPage } from "./ContentPage";
import { FormDialog } from "./FormDialog";
import { LineTools } from "./LineTools";
import classes from "./pages.module.css";
import { RemoveDialog } from "./RemoveDialog";

const NAME_LIMIT = 60; // characters, as the server has it
const COLORS = [
  "gray",
  "red",
  "pink",
  "grape",
  "violet",
  "indigo",
  "blue",
  "cyan",
  "teal",
  "green",
  "lime",
  "yellow",
  "orange",
] as const satisfies readonly TagColor[];

/** Content → Tags. */
export function TagsPage() {
  const { t } = useTranslation();
  const { role } = useReader();
  const tags = useQuery(tagsQuery);
  const { data: uses } = useQuery(tagUsesQuery);
  const [edited, setEdited] = useState<TagOut | "new" | null>(null);
  const [removed, setRemoved] = useState<TagOut | null>(null);
  const countOf = (tag: TagOut) => uses?.find((use) => use.id === tag.id)?.contacts ?? 0;
  return (
    <>
      <ContentPage
        icon={<IconTag size={32} stroke={1.5} />}
        line={(tag) => (
          <Line
            icon={<Dot color={tag.color} />}
            key={tag.id}
            text={uses ? t("content.contacts", { count: countOf(tag) }) : " "}
            title={<span dir="auto">{tag.name}</span>}
          >
            {mayAdminister(role) ? (
              <LineTools
                name={tag.name}
                onEdit={() => setEdited(tag)}
                onRemove={() => setRemoved(tag)}
              />
            ) : null}
          </Line>
        )}
        onAdd={() => setEdited("new")}
        query={tags}
        words={t("content.tags", { returnObjects: true })}
      />
      {edited ? (
        <TagDialog onClose={() => setEdited(null)} tag={edited === "new" ? null : edited} />
      ) : null}
      {removed ? (
        <Remove count={countOf(removed)} onClose={() => setRemoved(null)} tag={removed} />
      ) : null}
    </>
  );
}

function TagDialog({ tag, onClose }: { tag: TagOut | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(tag?.name ?? "");
  const [color, setColor] = useState<TagColor>(COLORS.find((one) => one === tag?.color) ?? "gray");
  const save = useTold({
    mutationFn: () => {
      const words = { name: name.trim(), color };
      return tag ? changeTag({ id: tag.id, ...words }) : makeTag(words);
    },
    renews: [keys.tags],
    onSuccess: onClose,
  });
  return (
    <FormDialog
      onClose={onClose}
      onSave={() => save.mutate(undefined)}
      opened
      ready={name.trim() !== ""}
      saving={save.isPending}
      title={tag ? t("content.edit", { name: tag.name }) : t("content.tags.add")}
    >
      <TextInput
        data-autofocus
        label={t("content.name")}
        maxLength={NAME_LIMIT}
        onChange={(event) => setName(event.currentTarget.value)}
        value={name}
      />
      <Select
        data={COLORS.map((value) => ({ value, label: t(`content.color.${value}`) }))}
        label={t("content.colorLabel")}
        leftSection={<Dot color={color} />}
        onChange={(next) => setColor(COLORS.find((one) => one === next) ?? "gray")}
        renderOption={({ option }) => (
          <span className={classes.option}>
            <Dot color={option.value} />
            {option.label}
          </span>
        )}
        value={color}
      />
    </FormDialog>
  );
}

function Remove({ tag, count, onClose }: { tag: TagOut; count: number; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useTold({
    mutationFn: () => removeTag(tag.id),
    renews: [keys.tags],
    onSuccess: onClose,
  });
  return (
    <RemoveDialog
      of={{ tag: tag.name }}
      onClose={onClose}
      onRemove={() => remove.mutate(undefined)}
      removing={remove.isPending}
      text={t("content.tagRemoved", { count })}
      title={t("content.removeTitle", { name: tag.name })}
    />
  );
}

function Dot({ color }: { color: string }) {
  return (
    <span
      aria-hidden
      className={classes.dot}
      style={{ background: `var(--mantine-color-${color}-6)` }}
    />
  );
}
