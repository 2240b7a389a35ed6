import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { theme } from "@/ui/theme";
import { makeQueryClient } from "./queryClient";
import { makeRouter } from "./routes";

const cache = makeQueryClient(() => {
  const { pathname, href } = router.state.location;
  // Before the first page is there, the route itself leads to the sign-in.
  if (router.state.status === "idle" && pathname !== "/sign-in" && pathname !== "/join") {
    void router.navigate({ to: "/sign-in", search: { back: href, ended: true } });
  }
});
const router = makeRouter(cache);

export function App() {
  return (
    <QueryClientProvider client={cache}>
      <MantineProvider defaultColorScheme="auto" theme={theme}>
        <ModalsProvider>
          <Notifications autoClose={5_000} limit={3} position="top-center" />
          <RouterProvider router={router} />
        </ModalsProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}
