import { Combobox, useCombobox } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CommandName, useCommand } from "@/lib/commands";
import { useReader } from "@/lib/reader";
import { Face } from "@/ui/Face";
import classes from "./AgentPicker.module.css";
import { colleaguesQuery } from "./api";
import type { AgentRef } from "./useConversationActions";

type Props = {
  assignee: AgentRef | null;
  onAssign: (agent: AgentRef | null) => void;
  /** The command that opens it too. */
  command: CommandName;
  /** The button; it is told whether the list is open, and what opens it. */
  children: (opened: boolean, toggle: () => void) => ReactNode;
};

/** Who looks after a conversation: oneself first, then the others, then nobody. */
export function AgentPicker({ assignee, onAssign, command, children }: Props) {
  const { t } = useTranslation();
  const { agentId, name: myName } = useReader();
  const [words, setWords] = useState("");
  const combobox = useCombobox({
    onDropdownClose: () => {
      setWords("");
      combobox.resetSelectedOption();
      combobox.focusTarget();
    },
    onDropdownOpen: () => {
      combobox.focusSearchInput();
      combobox.selectFirstOption();
    },
  });
  useCommand(command, () => combobox.openDropdown());
  const { data: agents = [] } = useQuery({
    ...colleaguesQuery,
    enabled: combobox.dropdownOpened,
  });
  const sought = words.trim().toLocaleLowerCase();
  const found = agents.filter(
    (agent) =>
      !agent.disabled && agent.id !== agentId && agent.name.toLocaleLowerCase().includes(sought),
  );
  const me = { id: agentId, name: myName };
  const choices: (AgentRef & { words?: string })[] = [
    ...(myName.toLocaleLowerCase().includes(sought)
      ? [{ ...me, words: t("inbox.assign.toMe") }]
      : []),
    ...found.map(({ id, name }) => ({ id, name })),
  ];
  return (
    <Combobox
      onOptionSubmit={(id) => {
        onAssign(choices.find((one) => one.id === id) ?? null);
        combobox.closeDropdown();
      }}
      position="bottom-end"
      store={combobox}
      width={256}
      withinPortal={false}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        {children(combobox.dropdownOpened, () => combobox.toggleDropdown())}
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t("inbox.assign.search")}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
          placeholder={t("inbox.assign.search")}
          value={words}
        />
        <Combobox.Options aria-label={t("inbox.assign.label")} className={classes.options}>
          {choices.map((agent) => (
            <Combobox.Option active={agent.id === assignee?.id} key={agent.id} value={agent.id}>
              <span className={classes.option}>
                <Face name={agent.name} size={24} />
                <span className={classes.name}>{agent.words ?? agent.name}</span>
                {agent.id === assignee?.id ? <IconCheck aria-hidden size={16} /> : null}
              </span>
            </Combobox.Option>
          ))}
          {assignee && sought === "" ? (
            <Combobox.Option value="">{t("inbox.assign.takeBack")}</Combobox.Option>
          ) : null}
          {choices.length === 0 ? (
            <Combobox.Empty>{t("inbox.assign.noSuch")}</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
