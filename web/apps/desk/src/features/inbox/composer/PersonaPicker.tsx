import { Menu, Tooltip } from "@mantine/core";
import { IconCheck, IconRobot } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Face } from "@/ui/Face";
import { personasQuery } from "../writing.api";
import classes from "./composer.module.css";
import extras from "./extras.module.css";

type Props = {
  personaId: string | null;
  disabled: boolean;
  onChange: (personaId: string | null) => void;
};

/** Under which name and picture the next replies go: the bot itself, unless a persona is chosen. */
export function PersonaPicker({ personaId, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const { data: personas = [] } = useQuery(personasQuery);
  const chosen = personas.find((one) => one.id === personaId) ?? null;
  const label = t("composer.persona.label", { name: chosen?.name ?? t("composer.persona.bot") });
  return (
    <Menu onChange={setOpened} opened={opened} position="top-start" shadow="md">
      <Menu.Target>
        <Tooltip disabled={opened} label={label}>
          <button aria-label={label} className={classes.tool} disabled={disabled} type="button">
            {chosen ? (
              <Face name={chosen.name} picture={chosen.picture_url} size={24} />
            ) : (
              <IconRobot size={20} stroke={1.75} />
            )}
          </button>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown aria-label={t("composer.persona.choose")}>
        <Menu.Label>{t("composer.persona.choose")}</Menu.Label>
        <Menu.Item
          leftSection={<IconRobot aria-hidden size={20} stroke={1.75} />}
          onClick={() => onChange(null)}
          rightSection={
            chosen ? null : <IconCheck aria-label={t("composer.persona.is")} size={16} />
          }
        >
          {t("composer.persona.bot")}
        </Menu.Item>
        {personas.map((persona) => (
          <Menu.Item
            key={persona.id}
            leftSection={<Face name={persona.name} picture={persona.picture_url} size={24} />}
            onClick={() => onChange(persona.id)}
            rightSection={
              chosen?.id === persona.id ? (
                <IconCheck aria-label={t("composer.persona.is")} size={16} />
              ) : null
            }
          >
            {persona.name}
          </Menu.Item>
        ))}
        {personas.length === 0 ? (
          <p className={extras.personaHint}>{t("composer.persona.none")}</p>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
