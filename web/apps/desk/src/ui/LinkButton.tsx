import { Button } from "@mantine/core";
import { createLink } from "@tanstack/react-router";

/** A button that leads somewhere: a true link, so that it can be opened in a tab of its own. */
export const LinkButton = createLink(Button<"a">);
