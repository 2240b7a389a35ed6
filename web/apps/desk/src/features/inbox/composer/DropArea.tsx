import { IconPaperclip } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./tray.module.css";

/** While files are dragged over the page, the whole conversation takes them. */
export function DropArea({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;

  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (hasFiles(event)) {
        depth += 1;
        setOver(true);
      }
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      setOver(depth > 0);
    };
    const allow = (event: DragEvent) => {
      if (hasFiles(event)) {
        event.preventDefault();
      }
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (hasFiles(event)) {
        event.preventDefault();
        take.current([...(event.dataTransfer?.files ?? [])]);
      }
    };
    document.addEventListener("dragenter", enter);
    document.addEventListener("dragleave", leave);
    document.addEventListener("dragover", allow);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragenter", enter);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("dragover", allow);
      document.removeEventListener("drop", drop);
    };
  }, []);

  return over ? (
    <div className={classes.drop}>
      <IconPaperclip aria-hidden size={24} />
      {t("composer.drop")}
    </div>
  ) : null;
}
