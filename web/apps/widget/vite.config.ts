import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative, so that Obrol may live under any path.
  base: "./",
  build: {
    target: "es2022",
    rollupOptions: { input: "frame.html" },
    // One small file needs no helper that loads others.
    modulePreload: false,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "#draw" } },
  test: {
    environment: "jsdom",
    setupFiles: "src/testing/setup.ts",
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
