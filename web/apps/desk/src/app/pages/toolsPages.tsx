import { VariablePicker } from "@/features/inbox/composer/VariablePicker";
import { ShortcutsPage } from "@/features/shortcuts/ShortcutsPage";

export function ToolsShortcuts() {
  return <ShortcutsPage VariablePicker={VariablePicker} />;
}
