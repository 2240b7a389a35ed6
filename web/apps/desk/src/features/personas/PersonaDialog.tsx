import { Button, FileButton, Group, Input, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { PersonaOut } from "@obrol/api";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "@/lib/problems";
import { keys } from "@/lib/queryKeys";
import { useTold } from "@/lib/useTold";
import { useUpload } from "@/lib/useUpload";
import { Face } from "@/ui/Face";
import { changePersona, makePersona, type PersonaLook, uploadFile } from "./api";
import { useSentence } from "./useSentence";

const NAME_LIMIT = 50;
const PICTURES = "image/png,image/jpeg,image/webp,image/gif,image/avif";
const NEW = "new";

type Props = {
  /** What is edited; "new" for one that is to be made, null for nothing: the dialog is closed. */
  persona: PersonaOut | typeof NEW | null;
  onClose: () => void;
};

export function PersonaDialog({ persona, onClose }: Props) {
  const { t } = useTranslation();
  // What was shown last stays while the dialog fades.
  const last = useRef<PersonaOut | typeof NEW>(NEW);
  last.current = persona ?? last.current;
  const edited = last.current === NEW ? null : last.current;
  return (
    <Modal
      closeButtonProps={{ "aria-label": t("shell.action.close") }}
      onClose={onClose}
      opened={persona !== null}
      title={t(edited ? "personas.form.editTitle" : "personas.form.newTitle")}
    >
      <PersonaForm key={edited?.id ?? NEW} onDone={onClose} persona={edited} />
    </Modal>
  );
}

type Picture = { id: string; url: string | null };

function PersonaForm({ persona, onDone }: { persona: PersonaOut | null; onDone: () => void }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [picture, setPicture] = useState<Picture | null>(
    persona?.picture_id ? { id: persona.picture_id, url: persona.picture_url } : null,
  );
  const [problem, setProblem] = useState<string | null>(null);
  const { uploading, upload } = useUpload(uploadFile, (error) => setProblem(sentence(error)));
  const form = useForm({ initialValues: { name: persona?.name ?? "" } });
  const save = useTold({
    mutationFn: (look: PersonaLook) =>
      persona ? changePersona({ id: persona.id, ...look }) : makePersona(look),
    renews: [keys.personas],
    done: t(persona ? "personas.form.saved" : "personas.form.created"),
    onSuccess: onDone,
    onRefused: (error) =>
      codeOf(error) === "picture_unknown"
        ? setProblem(sentence(error))
        : form.setFieldError("name", sentence(error)),
  });
  const choose = (file: File | null) => {
    setProblem(null);
    void upload(file ? [file] : [], (brought) =>
      brought.kind === "image"
        ? setPicture({ id: brought.attachment_id, url: brought.thumbnail_url })
        : setProblem(t("personas.refused.picture_unknown")),
    );
  };
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name }) => save.mutate({ name, picture_id: picture?.id ?? null }))}
    >
      <Stack>
        <TextInput
          data-autofocus
          description={t("personas.form.nameHint")}
          label={t("personas.form.name")}
          maxLength={NAME_LIMIT}
          {...form.getInputProps("name")}
        />
        <Input.Wrapper error={problem} label={t("personas.form.picture")} labelElement="div">
          <Group gap={16} mb={4} mt={4}>
            <Face name={form.values.name || "?"} picture={picture?.url} size={64} />
            <FileButton accept={PICTURES} onChange={choose}>
              {(props) => (
                <Button {...props} loading={uploading !== null} variant="default">
                  {t("personas.form.choose")}
                </Button>
              )}
            </FileButton>
            {picture ? (
              <Button onClick={() => setPicture(null)} variant="subtle">
                {t("personas.form.clear")}
              </Button>
            ) : null}
          </Group>
        </Input.Wrapper>
        <Group justify="flex-end">
          <Button onClick={onDone} variant="default">
            {t("shell.action.cancel")}
          </Button>
          <Button
            disabled={!form.values.name.trim() || uploading !== null}
            loading={save.isPending}
            type="submit"
          >
            {t(persona ? "shell.action.save" : "personas.form.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
