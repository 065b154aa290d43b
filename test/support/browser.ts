import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import bundled, { inflate } from "@sparticuz/chromium";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll } from "vitest";

export const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 720 },
  isMobile: true,
  hasTouch: true,
};

export const desktop: BrowserContextOptions = { viewport: { width: 1200, height: 800 } };

let shared: Promise<Browser> | undefined;

/** The one browser of this test file; it closes by itself after the file's last test.
 *  `CHROMIUM_PATH` names another one, and is needed where the bundled one does not run (it is Linux on x64). */
export function openBrowser(): Promise<Browser> {
  shared ??= launch();
  return shared;
}

afterAll(async () => {
  await (await shared)?.close();
});

/** Keeps what the page looks like, all of it, as test/browser/screenshots/<name>.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true, animations: "disabled" });
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const screenshots = join(root, "test/browser/screenshots");

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const quiet = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Flags of the bundled Chromium that suit a cloud function and not a test: one process for everything does not
 *  survive its first closed context, and a payment page is to be tried under the rules that browsers keep. */
const unsuited = [
  "--single-process",
  "--disable-web-security",
  "--allow-running-insecure-content",
  "--disable-site-isolation-trials",
  "--headless='shell'",
];

async function launch(): Promise<Browser> {
  await mkdir(screenshots, { recursive: true });
  const named = process.env.CHROMIUM_PATH;
  if (named) return chromium.launch({ executablePath: named, args: quiet });
  if (process.platform === "linux" && process.arch === "x64") return launchBundled(await unpacked());

  const executablePath = installed.find((path) => existsSync(path));
  if (!executablePath) throw new Error("No Chromium found: name one in CHROMIUM_PATH.");
  return chromium.launch({ executablePath, args: quiet });
}

async function launchBundled(folder: string): Promise<Browser> {
  const executablePath = join(folder, "chromium");
  const args = [...bundled.args.filter((flag) => !unsuited.includes(flag)), ...quiet];
  const env = { ...process.env, FONTCONFIG_FILE: join(folder, "fonts.conf") };
  try {
    return await chromium.launch({ executablePath, args, env });
  } catch (error) {
    if (!String(error).includes("shared libraries")) throw error;
    // A bare machine has no NSS; the package carries one.
    return chromium.launch({
      executablePath,
      args,
      env: { ...env, LD_LIBRARY_PATH: join(folder, "al2023/lib") },
    });
  }
}

/** The folder with the unpacked Chromium. Several test files may need it at once on a machine that has none yet:
 *  each unpacks into a folder of its own, and the first to finish gives it the final name. */
async function unpacked(): Promise<string> {
  const packageFolder = fileURLToPath(new URL("..", import.meta.resolve("@sparticuz/chromium")));
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const cache = join(root, "node_modules/.cache");
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;

  await mkdir(cache, { recursive: true });
  const staging = mkdtempSync(`${folder}-`);
  await inTemporaryFolder(staging, () =>
    Promise.all([bundled.executablePath(), inflate(join(packageFolder, "bin/al2023.tar.br"))]),
  );
  writeFileSync(join(staging, "fonts.conf"), fontsConf(folder));
  try {
    renameSync(staging, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(staging, { recursive: true });
  }
  return folder;
}

/** The package unpacks into the system's temporary folder, which it looks up before it first waits. */
function inTemporaryFolder<Result>(folder: string, start: () => Promise<Result>): Promise<Result> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return start();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
