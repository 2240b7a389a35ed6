import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { theme } from "@/ui/theme";
import { EmojiPicker } from "./EmojiPicker";

test.each([
  ["thumbs up", "👍️"],
  ["jempol atas", "👍️"],
  ["flag indonesia", "🇮🇩"],
  ["bendera indonesia", "🇮🇩"],
])("%s finds its emoji, in either language", async (words, emoji) => {
  const pick = vi.fn();
  render(
    <MantineProvider env="test" theme={theme}>
      <EmojiPicker onPick={pick} />
    </MantineProvider>,
  );
  const user = userEvent.setup();
  await user.type(screen.getByRole("textbox"), words);
  const shown = [...document.querySelectorAll("button[title]")].map((one) =>
    one.textContent?.replace("\uFE0F", ""),
  );
  expect(shown).toContain(emoji.replace("\uFE0F", ""));
});
