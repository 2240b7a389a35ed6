import { useCallback } from "react";
import { useTranslation } from "react-i18next";

const TYPES = [
  "send_message",
  "ask_question",
  "condition",
  "wait",
  "add_tag",
  "remove_tag",
  "set_field",
  "hand_off",
  "subscribe_topic",
  "unsubscribe_topic",
  "enroll_sequence",
  "leave_sequence",
  "end",
] as const;

const EXITS = ["next", "otherwise", "answered", "failed", "yes", "no"] as const;

/** What a step is called: the name that somebody gave it, else what it does. */
export function useStepName(): (step: { type: string; name: string }) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ type, name }) => {
      const known = TYPES.find((one) => one === type);
      return name || (known ? t(`flow.type.${known}`) : type.replaceAll("_", " "));
    },
    [t],
  );
}

/** When an exit is taken; `choice` is what stands on the button that leads there. */
export function useExitName(): (exit: string, choice: string | null) => string {
  const { t } = useTranslation();
  return useCallback(
    (exit, choice) => {
      const known = EXITS.find((one) => one === exit);
      return choice === null
        ? known
          ? t(`flow.exit.${known}`)
          : exit
        : t("flow.exit.choice", { label: choice });
    },
    [t],
  );
}
