// A report in a real browser: it acts, nothing loads from outside, no page can act through it.
//
//   DECHAFF_ROOT=. node report.mjs DECHAFF CHROMIUM FOLDER    pictures go to FOLDER, if it is given
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [dechaff, executablePath, pictures] = process.argv.slice(2);
const root = process.env.DECHAFF_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const folder = mkdtempSync(join(tmpdir(), "dechaff-report-"));

const HOSTILE = `<html><head><title></title></head><body><title>"></h2><script>window.hit=1</script></title>
<article><h1>Tide &lt;/p&gt;&lt;script&gt;window.hit=1&lt;/script&gt;</h1>
<p>Words of the harbour &lt;img src=http://outside.example/x onerror=window.hit=1&gt; and its tides, which rise and fall.
<p>&lt;style&gt;body{background:url(http://outside.example/y)}&lt;/style&gt; &lt;iframe src=http://outside.example/z&gt;
<p>&lt;/li&gt;&lt;/ol&gt;&lt;/details&gt;&lt;a href=javascript:window.hit=1&gt;click&lt;/a&gt;
</article></body></html>`;

function report(name, ...inputs) {
  const file = join(folder, name);
  execFileSync(dechaff, ["--quiet", "--to", "report", "-o", file, ...inputs], { cwd: root });
  return pathToFileURL(file).href;
}

const script = readFileSync(join(root, "src/report/script.js"));
const hash = createHash("sha256").update(script).digest("base64");
const stated = readFileSync(join(root, "src/report/script.sha256"), "utf8").trim();
assert.equal(stated, hash, `src/report/script.sha256 should hold ${hash}`);

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (line) => line.type() === "error" && page.faults.push(line.text()));
  page.on("request", (request) => request.url() === url || page.faults.push(`loads ${request.url()}`));
  await page.goto(url);
  return page;
}

const shown = (page) => page.locator(".block:visible").count();
const CASE = "corpus/cases/en-article-message-plea-end/page.html";

// The end of an article, and the plea behind it with its reason.
async function picture(name, options) {
  const page = await open(report("plea.html", "corpus/cases/en-text-message-plea-end/input.txt"), options);
  const plea = page.locator(".block.donation").first();
  await plea.focus();
  await plea.evaluate((block) => block.scrollIntoView({ block: "center" }));
  await page.screenshot({ path: join(pictures, name) });
}

const tests = {
  async "one document is open, several are an index"() {
    const one = await open(report("one.html", CASE));
    assert.ok((await shown(one)) > 10);
    const two = await open(report("two.html", CASE, "corpus/cases/en-docs-code-retries/page.html"));
    assert.equal(await shown(two), 0);
    assert.equal(await two.locator("summary .figures:visible").count(), 2);
    await two.locator("summary").first().click();
    assert.ok((await shown(two)) > 10);
    assert.deepEqual([...one.faults, ...two.faults], []);
  },
  async "filters take categories away and bring them back"() {
    const page = await open(report("one.html", CASE));
    const all = await shown(page);
    const donations = await page.locator(".block[data-category=donation]").count();
    assert.ok(donations > 0);
    await page.locator("label.donation").click();
    assert.equal(await shown(page), all - donations);
    assert.match(await page.locator("#told").textContent(), new RegExp(`^${all - donations} of ${all} `));
    await page.locator("label.donation").click();
    assert.equal(await shown(page), all);
    assert.equal(await page.locator("label.event:visible").count(), 0);
    assert.deepEqual(page.faults, []);
  },
  async "the search box finds text, and Escape empties it"() {
    const page = await open(report("one.html", CASE));
    const all = await shown(page);
    await page.keyboard.press("/");
    await page.keyboard.type("MESSAGE FROM");
    const found = await shown(page);
    assert.ok(found > 0 && found < all);
    await page.keyboard.press("Escape");
    assert.equal(await shown(page), all);
  },
  async "reasons come with focus, hover and a key"() {
    const page = await open(report("one.html", CASE));
    const why = page.locator(".why:visible");
    assert.equal(await why.count(), 0);
    await page.keyboard.press("j");
    assert.equal(await why.count(), 1);
    await page.keyboard.press("j");
    assert.equal(await page.locator(".block").nth(1).evaluate((block) => block === document.activeElement), true);
    await page.keyboard.press("k");
    assert.equal(await page.locator(".block").nth(0).evaluate((block) => block === document.activeElement), true);
    await page.locator(".block").nth(3).hover();
    assert.equal(await why.count(), 2);
    await page.keyboard.press("w");
    assert.equal(await why.count(), await shown(page));
  },
  async "a page cannot act through its report"() {
    const input = join(folder, "hostile.html");
    writeFileSync(input, HOSTILE);
    for (const strip of ["boilerplate", "notices"]) {
      const page = await open(report("hostile-report.html", `--strip=${strip}`, input));
      await page.waitForTimeout(200);
      assert.equal(await page.evaluate(() => window.hit), undefined);
      assert.equal(await page.locator("main script, main img, main iframe, main style, main a").count(), 0);
      assert.equal(await page.locator("details").count(), 1);
      assert.match(await page.locator("h2").textContent(), /hostile\.html$/);
      assert.deepEqual(page.faults, []);
    }
  },
  async "it fits a phone, and is dark where that is wanted"() {
    const phone = { viewport: { width: 360, height: 740 }, colorScheme: "dark", hasTouch: true };
    const page = await open(report("one.html", CASE), phone);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${width} pixels wide`);
    await page.locator(".block").nth(2).tap();
    assert.equal(await page.locator(".block").nth(2).locator(".why:visible").count(), 1);
    const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(back, "rgb(22, 22, 22)");
    if (pictures) await picture("report-narrow.png", phone);
  },
  async "print has all reasons and no tools"() {
    const page = await open(report("one.html", CASE));
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".tools:visible").count(), 0);
    assert.equal(await page.locator(".why:visible").count(), await shown(page));
    if (pictures) await picture("report-wide.png", { viewport: { width: 1000, height: 620 } });
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
