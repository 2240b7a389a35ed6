import type { Resolved } from "@obrol/api";
import { useTranslation } from "react-i18next";
import { labelOf, useVariables } from "./variables";

/** A sentence for each variable that stops a reply: empty for this contact, or nothing that exists. */
export function useGaps(): (resolved: Resolved, contactName: string) => string[] {
  const { t } = useTranslation();
  const { variables } = useVariables();
  return ({ empty, unknown }, contactName) => [
    ...empty.map((path) =>
      t("composer.variables.empty", {
        variable: labelOf(path, variables),
        name: contactName,
        example: `{{${path} | …}}`,
      }),
    ),
    ...unknown.map((path) => t("composer.variables.unknown", { path })),
  ];
}
