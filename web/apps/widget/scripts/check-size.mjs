/** Fails the build when what a visitor downloads grows beyond its promise (gzip, as servers send it). */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const LOADER_LIMIT = 2_000; // bytes: every page view of every shop pays for it
const WIDGET_LIMIT = 15_000; // bytes: scripts and styles together, languages included

const gzipped = (name) => gzipSync(readFileSync(new URL(name, DIST)), { level: 9 }).length;

const assets = readdirSync(new URL("assets/", DIST)).filter((name) => /\.(js|css)$/.test(name));
const sizes = [
  { what: "loader", bytes: gzipped("loader.js"), limit: LOADER_LIMIT },
  {
    what: "widget",
    bytes: assets.reduce((sum, name) => sum + gzipped(`assets/${name}`), 0),
    limit: WIDGET_LIMIT,
  },
];

for (const { what, bytes, limit } of sizes) {
  const verdict = bytes <= limit ? "ok" : "TOO BIG";
  process.stdout.write(`${what}: ${bytes} of ${limit} bytes gzip, ${verdict}\n`);
}
process.exitCode = sizes.every(({ bytes, limit }) => bytes <= limit) ? 0 : 1;
