import { useMediaQuery } from "@mantine/hooks";

/** Under this, list and conversation are separate screens. */
export function useIsNarrow(): boolean {
  return useMediaQuery("(max-width: 767px)", false, { getInitialValueInEffect: false });
}

/** From here on, the contact stands beside the conversation; under it, in a drawer. */
export function useIsWide(): boolean {
  return useMediaQuery("(min-width: 1280px)", true, { getInitialValueInEffect: false });
}
