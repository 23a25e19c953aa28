// Visits pages in a real browser and reports what people would notice. Reads a
// JSON job on standard input, writes a JSON report on standard output:
//
//   {"base": "http://127.0.0.1:1234", "chromium": "/usr/bin/chromium",
//    "pages": [{"path": "/", "lang": "vi"}], "themes": ["light", "dark"],
//    "widths": [320, 1280], "cookie": "", "shots": "", "ignore": {"rule": "why"}}
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const job = JSON.parse(readFileSync(0, "utf8"));
const origin = new URL(job.base).origin;
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
if (job.shots) mkdirSync(job.shots, { recursive: true });

const browser = await chromium.launch({
  executablePath: job.chromium,
  headless: true,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run"],
});

const visits = [];
for (const page of job.pages) {
  for (const theme of job.themes) {
    for (const width of job.widths) visits.push({ ...page, theme, width });
  }
}

const results = [];
const worker = async () => {
  for (let visit = visits.shift(); visit; visit = visits.shift()) results.push(await look(visit));
};
await Promise.all([worker(), worker()]);
await browser.close();
results.sort((a, b) => a.name.localeCompare(b.name));
process.stdout.write(JSON.stringify({ visits: results }, null, 1) + "\n");

// look opens one page in a fresh profile, so that nothing is cached and the
// weight of the first view is what a first visitor pays.
async function look({ path, lang, theme, width }) {
  const name = `${lang}-${theme}-${width}-${path.replace(/[^a-z0-9]+/gi, "_").replace(/^_|_$/g, "") || "trang-chu"}`;
  const result = { name, path, lang, theme, width, status: 0, faults: [], bytes: 0, requests: 0 };
  const fault = (kind, text) => result.faults.push({ kind, text });
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 640 : 900 }, colorScheme: theme, reducedMotion: "reduce",
    locale: lang, timezoneId: "UTC", serviceWorkers: "block",
    extraHTTPHeaders: job.cookie ? { cookie: job.cookie } : {},
  });
  try {
    const page = await context.newPage();
    await page.route("**", (route) => {
      const url = new URL(route.request().url());
      if (url.origin === origin || url.protocol === "data:") return route.continue();
      fault("third-party", url.href);
      return route.abort();
    });
    page.on("console", (m) => {
      // The browser reports the page's own error status here, too.
      if (job.errors && m.location().url === origin + path && m.text().startsWith("Failed to load resource")) return;
      if (m.type() === "error" || m.type() === "warning") fault("console", m.text());
    });
    page.on("pageerror", (e) => fault("script", e.message));
    page.on("requestfailed", (r) => { if (new URL(r.url()).origin === origin) fault("request", `${r.url()} ${r.failure()?.errorText}`); });
    page.on("response", (r) => { if (r.status() >= 400 && r.request().resourceType() !== "document") fault("request", `${r.status()} ${r.url()}`); });
    page.on("requestfinished", async (r) => {
      const sizes = await r.sizes().catch(() => null);
      if (sizes) { result.bytes += sizes.responseBodySize + sizes.responseHeadersSize; result.requests++; }
    });
    await page.addInitScript(() => {
      globalThis.__csp = [];
      document.addEventListener("securitypolicyviolation", (e) => globalThis.__csp.push(`${e.effectiveDirective} ${e.blockedURI}`));
    });
    const response = await page.goto(origin + path, { waitUntil: "networkidle", timeout: 30000 });
    result.status = response.status();
    // On a busy machine a loaded stylesheet may be applied later than the network is idle.
    await page.waitForFunction(() => [...document.querySelectorAll("link[rel=stylesheet]")].every((l) => l.sheet), null, { timeout: 15000 })
      .catch(() => fault("stylesheet", "not applied"));
    if (result.status >= 400 && !job.errors) fault("status", String(result.status));
    for (const text of await page.evaluate(() => globalThis.__csp)) fault("csp", text);
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const over = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > room + 1 || e.scrollWidth > room + 1)
        .slice(-3).map((e) => e.outerHTML.slice(0, 120));
      return [`${document.documentElement.scrollWidth} px wide`, ...over];
    });
    for (const text of wide) fault("sideways", text);
    await page.evaluate(axeSource);
    const axe = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), tags);
    for (const v of axe.violations) {
      if (job.ignore?.[v.id]) continue;
      for (const node of v.nodes.slice(0, 5)) fault("axe", `${v.id}: ${v.help}: ${node.target.join(" ")} | ${node.any[0]?.message ?? node.failureSummary}`);
    }
    if (job.shots) await page.screenshot({ path: `${job.shots}/${name}.png`, fullPage: true });
  } catch (e) {
    fault("visit", e.message.split("\n")[0]);
  } finally {
    await context.close();
  }
  return result;
}
