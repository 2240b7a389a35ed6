import { Menu, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import classes from "./bubbles.module.css";

/** The small "v" beside a bubble: there on hover, by keyboard, and always where nothing can hover. */
export function BubbleMenu({ label, children }: { label: string; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <Menu onChange={setOpened} opened={opened} position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton
          aria-label={label}
          className={classes.more}
          data-opened={opened || undefined}
          title={label}
        >
          <IconChevronDown aria-hidden size={16} stroke={2} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
