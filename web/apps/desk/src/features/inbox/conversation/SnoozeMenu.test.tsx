import { useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { keys } from "@/lib/queryKeys";
import { aConversation, aRow } from "@/testing/cast";
import { aServer, refusal } from "@/testing/fakeServer";
import { aQuietCache, renderDesk } from "@/testing/renderDesk";
import { conversationQuery } from "../api";
import { SnoozeMenu } from "./SnoozeMenu";

let refuses = false;

const server = aServer({
  "PUT /api/conversations/c1/snooze": (body) =>
    refuses
      ? refusal(409, "already_done", "This conversation is done. Reopen it first.")
      : {
          body: aConversation({
            status: "snoozed",
            snoozed_until: (body as { until: string }).until,
            version: 2,
          }),
        },
});

function Walt({ onSnoozed }: { onSnoozed: () => void }) {
  const { data } = useQuery(conversationQuery("c1"));
  return data ? (
    <>
      <SnoozeMenu conversation={data.conversation} onSnoozed={onSnoozed} />
      <output>{data.conversation.status}</output>
    </>
  ) : null;
}

async function snooze() {
  const cache = aQuietCache();
  cache.setQueryData(keys.conversation("c1"), aRow());
  const onSnoozed = vi.fn();
  renderDesk(<Walt onSnoozed={onSnoozed} />, cache);
  await userEvent.click(screen.getByRole("button", { name: "Snooze" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: /In an hour/ }));
  return onSnoozed;
}

test("a preset snoozes until its time, and the list is shown again", async () => {
  const onSnoozed = await snooze();
  await waitFor(() => expect(onSnoozed).toHaveBeenCalledTimes(1));
  screen.getByText("snoozed");
  const [asked] = server.asked;
  const { until } = (asked?.body ?? { until: "" }) as { until: string };
  expect(Math.abs(Date.parse(until) - Date.now() - 3_600_000)).toBeLessThan(60_000);
});

test("a refusal takes the change back", async () => {
  refuses = true;
  const onSnoozed = await snooze();
  await waitFor(() => expect(server.asked).toHaveLength(1));
  await screen.findByText("open");
  expect(onSnoozed).not.toHaveBeenCalled();
  refuses = false;
});
