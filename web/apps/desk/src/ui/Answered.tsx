import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Blank } from "./Blank";
import { TextSkeleton } from "./Skeletons";

type Props<Data> = {
  query: UseQueryResult<Data>;
  words: { loading: string; failed: string; tryAgain: string };
  sentence: (error: unknown) => string;
  children: (data: Data) => ReactNode;
};

/** What was asked for once it is there; until then its shape, and what to do if it never comes. */
export function Answered<Data>({ query, words, sentence, children }: Props<Data>) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  if (query.isError) {
    return (
      <Blank
        action={
          <Button onClick={() => void query.refetch()} variant="default">
            {words.tryAgain}
          </Button>
        }
        role="alert"
        title={words.failed}
      >
        {sentence(query.error)}
      </Blank>
    );
  }
  return <TextSkeleton label={words.loading} />;
}
