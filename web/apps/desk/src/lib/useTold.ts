import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "./problems";

type Options<Values, Result> = {
  mutationFn: (values: Values) => Promise<Result>;
  /** What is out of date after it. */
  renews?: readonly (readonly unknown[])[];
  done?: string;
  onSuccess?: (result: Result, values: Values) => void;
  /** Instead of a notification, where the refusal has a better place. */
  onRefused?: (error: unknown) => void;
};

/** A change that says when it is done, and says why when it is refused. */
export function useTold<Values, Result>({
  mutationFn,
  renews = [],
  done,
  onSuccess,
  onRefused,
}: Options<Values, Result>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: async (result, values) => {
      onSuccess?.(result, values);
      if (done) {
        notifications.show({ message: done });
      }
      await Promise.all(renews.map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
    onError:
      onRefused ?? ((error) => notifications.show({ color: "red", message: sentenceOf(error) })),
  });
}
