// Gives files to the box that checks them, as a reader does, and reports what the
// browser asked for. Reads {"base", "chromium", "path", "files": [{"name", "text"}]} on
// standard input; writes for each file the requests that followed, and where it ended.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const job = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: job.chromium, headless: true, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const results = [];
for (const file of job.files) {
  const context = await browser.newContext({ javaScriptEnabled: !file.plain });
  const page = await context.newPage();
  await page.goto(job.base + job.path);
  const result = { name: file.name, hint: await page.locator("#tep-hint").textContent(), requests: [], faults: [] };
  page.on("request", (r) => result.requests.push({ method: r.method(), url: r.url(), body: r.postData() || "" }));
  page.on("console", (m) => { if (m.type() === "error") result.faults.push(m.text()); });
  await page.setInputFiles("#tep", { name: file.name, mimeType: "application/octet-stream", buffer: Buffer.from(file.text) });
  await Promise.all([page.waitForNavigation(), page.locator("form[data-hash] button").click()]);
  result.url = page.url();
  result.said = await page.locator("main .notice").first().textContent();
  results.push(result);
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(results) + "\n");
