import { defineConfig } from "vite";

/** The script that host pages load: one classic file without imports, under a name that never changes. */
export default defineConfig({
  build: {
    target: "es2020",
    emptyOutDir: false,
    lib: {
      entry: "src/loader/loader.ts",
      formats: ["iife"],
      name: "obrolLoader",
      fileName: () => "loader.js",
    },
  },
});
