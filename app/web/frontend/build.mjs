// Builds app/web/static/bundle from app/web/frontend/entries: one script or style sheet a page, what they share split off.
//
// manifest.json gives each entry's digest, for addresses that may be cached for ever: /static/bundle/work-list.js?v=<digest>.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const entries = join(here, "entries");
const target = join(here, "..", "static", "bundle");
const fresh = `${target}.new`;

const entryPoints = existsSync(entries)
  ? readdirSync(entries)
      .filter((name) => /\.(js|css)$/.test(name))
      .sort()
      .map((name) => join(entries, name))
  : [];

rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
if (entryPoints.length > 0) {
  await build({
    entryPoints,
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    sourcemap: "linked",
    legalComments: "linked",
    charset: "utf8",
    // Browsers of the last four years, domestic Chromium builds included.
    target: ["chrome100", "firefox102", "safari15.4"],
    entryNames: "[name]",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    // The policy of the pages allows no address but our own, and no fonts or pictures inside a style sheet.
    loader: { ".woff": "file", ".woff2": "file", ".ttf": "file", ".eot": "file", ".svg": "file", ".png": "file" },
    logLevel: "warning",
  });
}

const manifest = {};
for (const name of readdirSync(fresh).sort()) {
  if (/\.(js|css)$/.test(name) && !name.startsWith("part-")) {
    manifest[name] = createHash("sha256").update(readFileSync(join(fresh, name))).digest("hex").slice(0, 16);
  }
}
writeFileSync(join(fresh, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");

// Whole or not at all: a server that runs meanwhile never finds half a bundle.
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
