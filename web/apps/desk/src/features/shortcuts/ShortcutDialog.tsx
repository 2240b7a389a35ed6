import {
  Autocomplete,
  Button,
  Group,
  Modal,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import type { AttachmentOut, ShortcutOut } from "@obrol/api";
import { type ComponentType, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "@/lib/problems";
import { keys } from "@/lib/queryKeys";
import { mayManageContent, useReader } from "@/lib/reader";
import { useTold } from "@/lib/useTold";
import { changeShortcut, makeShortcut, type ShortcutWords } from "./api";
import { Files } from "./Files";
import { useSentence } from "./useSentence";

const NAME_LIMIT = 60;
const TEXT_LIMIT = 10_000;
const NEW = "new";

/** What chooses a variable: the composer's own, put in by the app. */
export type PickVariable = ComponentType<{ onPick: (path: string) => void }>;

type Props = {
  VariablePicker: PickVariable;
  /** What is edited; "new" for one that is to be made, null for nothing: the dialog is closed. */
  shortcut: ShortcutOut | typeof NEW | null;
  categories: readonly string[];
  onClose: () => void;
};

export function ShortcutDialog({ shortcut, categories, VariablePicker, onClose }: Props) {
  const { t } = useTranslation();
  // What was shown last stays while the dialog fades.
  const last = useRef<ShortcutOut | typeof NEW>(NEW);
  last.current = shortcut ?? last.current;
  const edited = last.current === NEW ? null : last.current;
  return (
    <Modal
      closeButtonProps={{ "aria-label": t("shell.action.close") }}
      onClose={onClose}
      opened={shortcut !== null}
      size="lg"
      title={t(edited ? "shortcuts.form.editTitle" : "shortcuts.form.newTitle")}
    >
      <ShortcutForm
        VariablePicker={VariablePicker}
        categories={categories}
        key={edited?.id ?? NEW}
        onDone={onClose}
        shortcut={edited}
      />
    </Modal>
  );
}

type FormProps = {
  VariablePicker: PickVariable;
  shortcut: ShortcutOut | null;
  categories: readonly string[];
  onDone: () => void;
};

function ShortcutForm({ shortcut, categories, VariablePicker, onDone }: FormProps) {
  const { t } = useTranslation();
  const { role } = useReader();
  const sentence = useSentence();
  const mayShare = mayManageContent(role);
  const [files, setFiles] = useState<readonly AttachmentOut[]>(shortcut?.attachments ?? []);
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: {
      name: shortcut?.name ?? "",
      text: shortcut?.text ?? "",
      category: shortcut?.category ?? "",
      is_personal: shortcut?.is_personal ?? !mayShare,
    },
  });
  const save = useTold({
    mutationFn: (words: ShortcutWords) =>
      shortcut ? changeShortcut({ id: shortcut.id, ...words }) : makeShortcut(words),
    renews: [keys.shortcuts],
    done: t(shortcut ? "shortcuts.form.saved" : "shortcuts.form.created"),
    onSuccess: onDone,
    onRefused: (error) => {
      const field = codeOf(error) === "shortcut_name_taken" ? "name" : "text";
      form.setFieldError(field, sentence(error));
    },
  });
  const words = useRef<HTMLTextAreaElement>(null);
  // Where the caret was last, if it ever was in the text; the picker takes the focus and gives it back.
  const caret = useRef<number | null>(null);
  const insert = (path: string) => {
    const at = caret.current ?? form.values.text.length;
    const variable = `{{${path}}}`;
    form.setFieldValue("text", (now) => now.slice(0, at) + variable + now.slice(at));
    setTimeout(() => {
      words.current?.focus();
      words.current?.setSelectionRange(at + variable.length, at + variable.length);
    });
  };
  const { name, text } = form.values;
  const isComplete = name.trim() !== "" && (text.trim() !== "" || files.length > 0);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        save.mutate({ ...values, attachment_ids: files.map((file) => file.attachment_id) }),
      )}
    >
      <Stack>
        <TextInput
          data-autofocus
          description={t("shortcuts.form.nameHint")}
          label={t("shortcuts.form.name")}
          leftSection="/"
          maxLength={NAME_LIMIT}
          {...form.getInputProps("name")}
        />
        <Textarea
          autosize
          description={t("shortcuts.form.textHint", { example: "{{contact.first_name}}" })}
          label={t("shortcuts.form.text")}
          maxLength={TEXT_LIMIT}
          maxRows={12}
          minRows={4}
          ref={words}
          rightSection={<VariablePicker onPick={insert} />}
          rightSectionWidth={44}
          styles={{ section: { alignItems: "flex-start", paddingTop: 4 } }}
          {...form.getInputProps("text")}
          onBlur={(event) => {
            caret.current = event.currentTarget.selectionStart;
          }}
        />
        <Files files={files} onBusy={setBusy} onChange={setFiles} />
        <Autocomplete
          data={[...categories]}
          description={t("shortcuts.form.categoryHint")}
          label={t("shortcuts.form.category")}
          maxLength={NAME_LIMIT}
          {...form.getInputProps("category")}
        />
        <Switch
          description={t(mayShare ? "shortcuts.form.onlyMeHint" : "shortcuts.form.onlyMeForAgents")}
          disabled={!mayShare}
          label={t("shortcuts.form.onlyMe")}
          {...form.getInputProps("is_personal", { type: "checkbox" })}
        />
        <Group justify="flex-end">
          <Button onClick={onDone} variant="default">
            {t("shell.action.cancel")}
          </Button>
          <Button disabled={!isComplete || busy} loading={save.isPending} type="submit">
            {t(shortcut ? "shell.action.save" : "shortcuts.form.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
