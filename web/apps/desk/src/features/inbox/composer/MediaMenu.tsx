import { Menu, Tooltip } from "@mantine/core";
import {
  IconFile,
  IconMicrophone,
  IconMusic,
  IconPaperclip,
  IconPhoto,
  IconVideo,
} from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/lib/bytes";
import classes from "./composer.module.css";
import { SIZE_LIMITS } from "./contents";
import extras from "./extras.module.css";
import { canRecord } from "./recording";

const KINDS = [
  { kind: "image", accept: "image/*", Icon: IconPhoto },
  { kind: "audio", accept: "audio/*", Icon: IconMusic },
  { kind: "video", accept: "video/*", Icon: IconVideo },
  { kind: "file", accept: "", Icon: IconFile },
] as const;

type Props = {
  disabled: boolean;
  onFiles: (files: readonly File[]) => void;
  onRecord: () => void;
};

/** Pictures, sounds, films and files from this device, each with the most that it may weigh; or a spoken message. */
export function MediaMenu({ disabled, onFiles, onRecord }: Props) {
  const { t, i18n } = useTranslation();
  const [opened, setOpened] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const choose = (accept: string) => {
    if (input.current) {
      input.current.accept = accept;
      input.current.click();
    }
  };
  return (
    <>
      <Menu onChange={setOpened} opened={opened} position="top-end" shadow="md" width={248}>
        <Menu.Target>
          <Tooltip disabled={opened} label={t("composer.attach")}>
            <button
              aria-label={t("composer.attach")}
              className={classes.tool}
              disabled={disabled}
              type="button"
            >
              <IconPaperclip size={20} stroke={1.75} />
            </button>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown aria-label={t("composer.attach")}>
          {KINDS.map(({ kind, accept, Icon }) => (
            <Menu.Item
              key={kind}
              leftSection={<Icon aria-hidden size={20} stroke={1.75} />}
              onClick={() => choose(accept)}
              rightSection={
                <span className={extras.limit}>
                  {t("composer.media.upTo", { limit: fileSize(SIZE_LIMITS[kind], i18n.language) })}
                </span>
              }
            >
              {t(`composer.media.${kind}`)}
            </Menu.Item>
          ))}
          {canRecord() ? (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconMicrophone aria-hidden size={20} stroke={1.75} />}
                onClick={onRecord}
              >
                {t("composer.media.record")}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <input
        aria-hidden
        className="visually-hidden"
        multiple
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
        ref={input}
        tabIndex={-1}
        type="file"
      />
    </>
  );
}
