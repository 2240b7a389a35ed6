import { Menu } from "@mantine/core";
import type { Block } from "@obrol/api";
import { IconArrowDown, IconArrowUp, IconChevronDown, IconGripVertical } from "@tabler/icons-react";
import { type DragEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconAction } from "@/ui/IconAction";
import classes from "./block.module.css";
import { draggedTo, foldedOrNot, type Layout, moved } from "./layout";

const DRAGGED = "application/x-obrol-block";

type Props = {
  block: Block;
  layout: Layout;
  onArrange: (next: Layout) => void;
  /** Beside the title while the block is open. */
  action?: ReactNode;
  children: ReactNode;
};

/** A part of the panel under its own heading, which folds it; its handle moves it, by mouse or by keys. */
export function PanelBlock({ block, layout, onArrange, action, children }: Props) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const title = t(`contacts.block.${block}`);
  const folded = layout.folded.includes(block);
  const bodyId = `block-${block}`;
  const drop = (event: DragEvent) => {
    setOver(false);
    const dragged = layout.blocks.find((one) => one === event.dataTransfer.getData(DRAGGED));
    if (dragged && dragged !== block) {
      event.preventDefault();
      onArrange(draggedTo(layout, dragged, block));
    }
  };
  return (
    <section
      aria-label={title}
      className={classes.block}
      data-over={over || undefined}
      onDragLeave={() => setOver(false)}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(DRAGGED)) {
          event.preventDefault();
          setOver(true);
        }
      }}
      onDrop={drop}
    >
      <div className={classes.head}>
        <h3 className={classes.title}>
          <button
            aria-controls={bodyId}
            aria-expanded={!folded}
            className={classes.fold}
            onClick={() => onArrange(foldedOrNot(layout, block))}
            type="button"
          >
            <IconChevronDown aria-hidden className={classes.chevron} size={14} stroke={2} />
            {title}
          </button>
        </h3>
        {folded ? null : action}
        <Mover block={block} layout={layout} onArrange={onArrange} title={title} />
      </div>
      {folded ? null : (
        <div className={classes.body} id={bodyId}>
          {children}
        </div>
      )}
    </section>
  );
}

type MoverProps = Pick<Props, "block" | "layout" | "onArrange"> & { title: string };

function Mover({ block, layout, onArrange, title }: MoverProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Menu onChange={setOpened} opened={opened} position="bottom-end" width={176}>
      <Menu.Target>
        <IconAction
          className={classes.mover}
          draggable
          label={t("contacts.move.label", { what: title })}
          onDragStart={(event) => {
            event.dataTransfer.setData(DRAGGED, block);
            event.dataTransfer.effectAllowed = "move";
          }}
          size={24}
          tooltip={!opened}
        >
          <IconGripVertical size={14} stroke={1.75} />
        </IconAction>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={layout.blocks[0] === block}
          leftSection={<IconArrowUp size={16} />}
          onClick={() => onArrange(moved(layout, block, -1))}
        >
          {t("contacts.move.up")}
        </Menu.Item>
        <Menu.Item
          disabled={layout.blocks.at(-1) === block}
          leftSection={<IconArrowDown size={16} />}
          onClick={() => onArrange(moved(layout, block, 1))}
        >
          {t("contacts.move.down")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
