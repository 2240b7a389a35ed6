import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { PersonaOut } from "@obrol/api";
import { IconMasksTheater, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayManageContent, useReader } from "@/lib/reader";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { useTold } from "@/lib/useTold";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { Face } from "@/ui/Face";
import { IconAction } from "@/ui/IconAction";
import { Line, Lines, Page } from "@/ui/Page";
import { RemoveDialog } from "@/ui/RemoveDialog";
import { personasQuery, removePersona } from "./api";
import { PersonaDialog } from "./PersonaDialog";

/** Content – Persona: names and pictures that replies are sent under. */
export function PersonasPage() {
  const { t } = useTranslation();
  const { role } = useReader();
  const answered = useAnsweredWords();
  const personas = useQuery(personasQuery);
  const [edited, setEdited] = useState<"new" | PersonaOut | null>(null);
  const mayChange = mayManageContent(role);
  const add = mayChange ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
      {t("personas.add")}
    </Button>
  ) : null;
  return (
    <Page actions={add} lead={t("personas.lead")} title={t("personas.title")}>
      <Answered query={personas} {...answered}>
        {(all) =>
          all.length === 0 ? (
            <Blank
              icon={<IconMasksTheater size={32} stroke={1.5} />}
              title={t("personas.emptyTitle")}
            >
              {t("personas.emptyText")}
            </Blank>
          ) : (
            <Lines>
              {all.map((persona) => (
                <PersonaLine
                  key={persona.id}
                  mayChange={mayChange}
                  onEdit={setEdited}
                  persona={persona}
                />
              ))}
            </Lines>
          )
        }
      </Answered>
      <PersonaDialog onClose={() => setEdited(null)} persona={edited} />
    </Page>
  );
}

type LineProps = {
  persona: PersonaOut;
  mayChange: boolean;
  onEdit: (persona: PersonaOut) => void;
};

function PersonaLine({ persona, mayChange, onEdit }: LineProps) {
  const { t } = useTranslation();
  const [removing, { open: ask, close: spare }] = useDisclosure(false);
  const remove = useTold({
    mutationFn: removePersona,
    renews: [keys.personas],
    done: t("personas.removed"),
  });
  const { name } = persona;
  return (
    <Line icon={<Face name={name} picture={persona.picture_url} />} title={<bdi>{name}</bdi>}>
      {mayChange ? (
        <>
          <IconAction label={t("personas.edit", { name })} onClick={() => onEdit(persona)}>
            <IconPencil size={18} stroke={1.75} />
          </IconAction>
          <IconAction label={t("personas.remove", { name })} onClick={ask}>
            <IconTrash size={18} stroke={1.75} />
          </IconAction>
          <RemoveDialog
            onClose={spare}
            onRemove={() => remove.mutate(persona.id)}
            opened={removing}
            pending={remove.isPending}
            title={t("personas.removeTitle", { name })}
          >
            {t("personas.removeText")}
          </RemoveDialog>
        </>
      ) : null}
    </Line>
  );
}
