import { Switch } from "@mantine/core";
import type { MeOut } from "@obrol/api";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useTold } from "@/lib/useTold";
import { Fields, PagePart } from "@/ui/Page";
import { changeProfile } from "./api";

/** Whether letters alone are commands: who dictates or uses a switch may not want that. */
export function KeyboardSettings({ me }: { me: MeOut }) {
  const { t } = useTranslation();
  const change = useTold({ mutationFn: changeProfile, renews: [keys.session] });
  return (
    <PagePart title={t("keyboard.title")}>
      <Fields>
        <Switch
          checked={me.single_keys}
          description={t("keyboard.singleKeysHint")}
          label={t("keyboard.singleKeys")}
          onChange={(event) => change.mutate({ single_keys: event.currentTarget.checked })}
        />
      </Fields>
    </PagePart>
  );
}
