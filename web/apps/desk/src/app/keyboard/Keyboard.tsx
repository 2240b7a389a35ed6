import { useDisclosure } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { useReader } from "@/lib/reader";
import { HelpSheet } from "./HelpSheet";
import { useKeys } from "./useKeys";

const Palette = lazy(() => import("./Palette").then((module) => ({ default: module.Palette })));

/** What the keyboard can do everywhere: keys, their sheet, and the command palette. */
export function Keyboard() {
  const { singleKeys } = useReader();
  const [opened, { open, close }] = useDisclosure(false);
  useKeys(singleKeys, open);
  return (
    <>
      <Suspense>
        <Palette onHelp={open} />
      </Suspense>
      <HelpSheet onClose={close} opened={opened} />
    </>
  );
}
