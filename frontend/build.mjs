// Builds what the browser gets, into the package's static files:
//   samenspel.css   components, our own styles, and only those design tokens that they use
//   fonts/          the typeface, split by script
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import postcss from "postcss";
import { keepUsed, readTokens, unresolved } from "./tokens.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.resolve(here, process.argv[2] ?? "../src/samenspel/pages/static/built");
const browsers = ["chrome111", "edge111", "firefox114", "safari16.4"];

const minify = async (css) =>
  (await transform(css, { loader: "css", minify: true, target: browsers })).code;

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    assetNames: "fonts/[name]",
    bundle: true,
    entryPoints: ["samenspel.css"],
    external: ["data:*"],
    legalComments: "none",
    loader: { ".woff2": "file" },
    outdir: built,
    target: browsers,
    write: false,
  });
  const isStyle = (file) => file.path.endsWith(".css");
  return {
    fonts: result.outputFiles.filter((file) => !isStyle(file)),
    styles: result.outputFiles.find(isStyle).text,
  };
}

async function tokensOfTheme() {
  const example = createRequire(import.meta.url).resolve(
    "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
  );
  // A later value replaces an earlier one, so an organisation's theme only says what differs.
  return new Map([
    ...readTokens(await readFile(example, "utf8")),
    ...readTokens(await readFile(path.join(here, "theme.css"), "utf8")),
  ]);
}

const rootRule = (tokens) =>
  `:root{${[...tokens].map(([name, value]) => `${name}:${value}`).join(";")}}`;

async function main() {
  const [{ fonts, styles }, theme] = await Promise.all([bundle(), tokensOfTheme()]);
  const tokens = keepUsed(theme, postcss.parse(styles));
  const missing = unresolved(postcss.parse(rootRule(tokens) + styles));
  if (missing.length > 0) {
    throw new Error(`No value and no fallback for:\n  ${missing.join("\n  ")}`);
  }

  await rm(built, { force: true, recursive: true });
  await mkdir(path.join(built, "fonts"), { recursive: true });
  await Promise.all([
    ...fonts.map((font) => writeFile(font.path, font.contents)),
    writeFile(path.join(built, "samenspel.css"), await minify(rootRule(tokens) + styles)),
  ]);
  console.log(`samenspel.css: kept ${tokens.size} of ${theme.size} design tokens`);
}

await main();
