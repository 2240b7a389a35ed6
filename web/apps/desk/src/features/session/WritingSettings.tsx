import { Switch } from "@mantine/core";
import type { MeOut } from "@obrol/api";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { UNDO_SECONDS } from "@/lib/undo";
import { useTold } from "@/lib/useTold";
import { Fields, PagePart } from "@/ui/Page";
import { changeProfile } from "./api";

/** How the composer behaves for this agent. */
export function WritingSettings({ me }: { me: MeOut }) {
  const { t } = useTranslation();
  const change = useTold({ mutationFn: changeProfile, renews: [keys.session] });
  return (
    <PagePart lead={t("settings.profile.writingLead")} title={t("settings.profile.writingTitle")}>
      <Fields>
        <Switch
          checked={me.enter_sends}
          description={t("settings.profile.enterSendsHint")}
          label={t("settings.profile.enterSends")}
          onChange={(event) => change.mutate({ enter_sends: event.currentTarget.checked })}
        />
        <Switch
          checked={me.undo_send}
          description={t("settings.profile.undoSendHint", { count: UNDO_SECONDS })}
          label={t("settings.profile.undoSend")}
          onChange={(event) => change.mutate({ undo_send: event.currentTarget.checked })}
        />
      </Fields>
    </PagePart>
  );
}
