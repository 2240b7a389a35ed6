import { createContext } from "react";

/** Opens the viewer on the picture of a message. */
export const PicturesContext = createContext<{ open: (messageId: string) => void }>({
  open: () => {},
});
