import {
  Button,
  ColorInput,
  Fieldset,
  Input,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ChannelOut, WebchatSettings } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LOCALES } from "@/lib/i18n";
import { keys } from "@/lib/queryKeys";
import { useTold } from "@/lib/useTold";
import { Fields } from "@/ui/Page";
import { botsQuery, changeChannel } from "./api";
import classes from "./channels.module.css";
import { WebchatPreview } from "./WebchatPreview";
import { readOrigins } from "./webchat";

type Props = { channel: ChannelOut & { settings: WebchatSettings }; readOnly: boolean };

const NO_BOT = "";
const SWATCHES = ["#0f766e", "#1f63dc", "#7c3aed", "#be185d", "#c2410c", "#1f2937"];

export function WebchatForm({ channel, readOnly }: Props) {
  const { t } = useTranslation();
  const { data: bots = [] } = useQuery(botsQuery);
  const { color, title, greeting, position, allowed_origins } = channel.settings;
  const form = useForm({
    initialValues: {
      name: channel.name,
      bot: channel.bot?.id ?? NO_BOT,
      color,
      title,
      greeting,
      position,
      origins: allowed_origins.join("\n"),
    },
    validate: {
      name: (value) => (value.trim() ? null : t("session.rule.required")),
      color: (value) => (/^#[0-9a-f]{6}$/iu.test(value) ? null : t("session.rule.required")),
      title: {
        en: (value) => (value.trim() ? null : t("session.rule.required")),
        id: (value) => (value.trim() ? null : t("session.rule.required")),
      },
      origins: (value) => {
        const [bad] = readOrigins(value).bad;
        return bad ? t("channels.originBad", { origin: bad }) : null;
      },
    },
  });
  const change = useTold({
    mutationFn: changeChannel,
    renews: [keys.channels, keys.bots],
    done: t("channels.saved"),
    onSuccess: () => form.resetDirty(),
  });
  const save = (values: typeof form.values) => {
    const { name, bot, origins, ...settings } = values;
    change.mutate({
      id: channel.id,
      name: name.trim(),
      bot_id: bot || null,
      settings: {
        ...settings,
        allowed_origins: readOrigins(origins).origins,
        launcher: channel.settings.launcher,
      },
    });
  };
  return (
    <div className={classes.columns}>
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Fieldset disabled={readOnly} p={0} variant="unstyled">
          <Fields>
            <TextInput
              description={t("channels.nameHint")}
              label={t("channels.name")}
              maxLength={80}
              {...form.getInputProps("name")}
            />
            <Select
              data={[
                { value: NO_BOT, label: t("channels.noBot") },
                ...bots.map((bot) => ({ value: bot.id, label: bot.name })),
              ]}
              label={t("channels.bot")}
              {...form.getInputProps("bot")}
            />
            <div className={classes.two}>
              <ColorInput
                format="hex"
                withEyeDropper={false}
                label={t("channels.color")}
                swatches={SWATCHES}
                {...form.getInputProps("color")}
              />
              <Input.Wrapper label={t("channels.position")} labelElement="div">
                <SegmentedControl
                  aria-label={t("channels.position")}
                  data={[
                    { value: "left", label: t("channels.left") },
                    { value: "right", label: t("channels.right") },
                  ]}
                  fullWidth
                  {...form.getInputProps("position")}
                />
              </Input.Wrapper>
            </div>
            {LOCALES.map((locale) => (
              <TextInput
                key={locale}
                label={t("channels.inLanguage", {
                  what: t("channels.chatTitle"),
                  language: t(`shell.language.${locale}`),
                })}
                maxLength={60}
                {...form.getInputProps(`title.${locale}`)}
              />
            ))}
            {LOCALES.map((locale) => (
              <Textarea
                autosize
                key={locale}
                label={t("channels.inLanguage", {
                  what: t("channels.greeting"),
                  language: t(`shell.language.${locale}`),
                })}
                maxLength={500}
                minRows={2}
                {...form.getInputProps(`greeting.${locale}`)}
              />
            ))}
            <Textarea
              autosize
              description={t("channels.originsHint")}
              label={t("channels.origins")}
              minRows={2}
              {...form.getInputProps("origins")}
            />
            {readOnly ? null : (
              <Button disabled={!form.isDirty()} loading={change.isPending} type="submit">
                {t("shell.action.save")}
              </Button>
            )}
          </Fields>
        </Fieldset>
      </form>
      <WebchatPreview
        color={form.values.color}
        greeting={form.values.greeting}
        position={form.values.position}
        title={form.values.title}
      />
    </div>
  );
}
