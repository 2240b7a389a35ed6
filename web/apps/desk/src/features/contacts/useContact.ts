import { notifications } from "@mantine/notifications";
import type { ContactOut } from "@obrol/api";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "@/lib/problems";
import { keys } from "@/lib/queryKeys";

/** The contact as the server answered it, unless something newer was heard meanwhile. */
export function keepContact(cache: QueryClient, contact: ContactOut): void {
  cache.setQueryData<ContactOut>(keys.contact(contact.id), (old) =>
    old && old.version > contact.version ? old : contact,
  );
}

type Options = {
  /** A refusal is told where it belongs instead of in a notification. */
  silent?: boolean;
  onDone?: () => void;
};

/** A change of a contact: the panel shows the answer at once, everybody else hears the event. */
export function useContactChange<Values>(
  change: (values: Values) => Promise<ContactOut>,
  { silent = false, onDone }: Options = {},
) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (contact) => {
      keepContact(cache, contact);
      onDone?.();
    },
    onError: (error) => {
      if (!silent) {
        notifications.show({ color: "red", message: sentenceOf(error) });
      }
    },
  });
}
