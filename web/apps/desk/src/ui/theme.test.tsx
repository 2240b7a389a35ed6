import { MantineProvider, Modal } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import i18next from "i18next";
import { expect, test } from "vitest";
import { theme } from "./theme";

function show() {
  const dialog = <Modal onClose={() => {}} opened title="A dialog" />;
  return render(
    <MantineProvider env="test" theme={theme}>
      {dialog}
    </MantineProvider>,
  );
}

test("the cross of a dialog has a name, in the language of the reader", async () => {
  const { unmount } = show();
  screen.getByRole("button", { name: "Close" });
  unmount();
  await i18next.changeLanguage("id");
  show();
  expect(screen.getByRole("button", { name: "Tutup" })).toBeTruthy();
  await i18next.changeLanguage("en");
});
