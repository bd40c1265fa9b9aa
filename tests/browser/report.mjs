// A report in a real browser: it acts, nothing loads from outside, no page can act through it.
//
//   DECHAFF_ROOT=. node report.mjs DECHAFF CHROMIUM FOLDER    pictures go to FOLDER, if it is given
import { spawnSync } from "node:child_process";
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
  // Inputs that fail are in the report, too.
  const { status } = spawnSync(dechaff, ["--quiet", "--to", "report", "-o", file, ...inputs], { cwd: root });
  assert.ok(status === 0 || status === 1, `${status}`);
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
const focused = (page) => page.evaluate(() => [...document.querySelectorAll(".block, summary")].indexOf(document.activeElement));
const told = (page) => page.locator("#told").textContent();

async function look(page, words) {
  await page.locator("input[type=search]").fill(words);
  return shown(page);
}

// An article with a paragraph of which one sentence goes.
const CUT = `The council of Osterrey voted by eight to five on Monday night to keep the village school open. \
If you value our reporting, please donate to us today. The decision must be confirmed on 19 June.\n`;

function written(name, text) {
  const input = join(folder, name);
  writeFileSync(input, text);
  return input;
}

// WCAG 2.2, 1.4.3: the contrast of two colours as the browser computes them.
function contrast(one, other) {
  const light = (colour) => {
    const parts = colour.match(/[\d.]+/g).slice(0, 3).map((part) => Number(part) / 255);
    const linear = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return high / low;
}

// Colours of text and what is behind it, of a block, its filter and its chip in each category.
function colours() {
  const style = (element, part) => getComputedStyle(element, part);
  const back = style(document.body).backgroundColor;
  const behind = (element) => {
    const own = style(element).backgroundColor;
    return own === "rgba(0, 0, 0, 0)" ? (element === document.body ? back : behind(element.parentElement)) : own;
  };
  const pair = (name, element, part) => [name, style(element, part).color, behind(element)];
  const block = document.querySelector(".block");
  const chip = document.querySelector(".chip");
  const pairs = [pair("error", document.querySelector(".error")), pair("hint", document.querySelector(".hint")), pair("placeholder", document.querySelector("input[type=search]"), "::placeholder")];
  for (const box of document.querySelectorAll(".filters input")) {
    const name = box.value;
    block.className = `block ${name}${name === "kept" ? "" : " drop"}`;
    chip.className = `chip ${name}`;
    for (const part of [".text", ".why", ".why b"]) pairs.push(pair(`${name} ${part}`, block.querySelector(part)));
    pairs.push(pair(`${name} mark`, block, "::before"), pair(`${name} chip`, chip), pair(`${name} filter`, box.parentElement));
  }
  return pairs;
}
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
  async "a paragraph of which a part goes is both"() {
    const page = await open(report("cut.html", written("cut.txt", CUT)));
    assert.equal(await page.locator("del").count(), 1);
    assert.match(await page.locator(".chip.kept").textContent(), /^1 of 1 blocks/);
    for (const name of ["kept", "donation"]) assert.equal(await page.locator(`label.${name} span`).textContent(), "1");
    await page.locator("label.donation").click();
    assert.equal(await shown(page), 1);
    await page.locator("label.kept").click();
    assert.equal(await shown(page), 0);
  },
  async "thousands of blocks are filtered at once"() {
    const lines = Array.from({ length: 10000 }, (_, at) => `The ferry of ${at} left the harbour on time and came back.`);
    const page = await open(report("large.html", written("large.txt", `${lines.join("\n")}\n`)));
    const started = Date.now();
    assert.equal(await look(page, "ferry of 77 left"), 1);
    await look(page, "");
    assert.equal(await told(page), "10000 of 10000 blocks");
    assert.ok(Date.now() - started < 20000, `${Date.now() - started} ms`);
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
  async "what is searched is text, category, reason and cues"() {
    const page = await open(report("one.html", CASE));
    for (const label of ["bytes", "score ·", "reason:", "cues:"]) assert.equal(await look(page, label), 0, label);
    assert.equal(await look(page, "  message \t from "), await look(page, "message from"));
    const donations = await page.locator(".block[data-category=donation]").count();
    assert.ok((await look(page, "donation")) >= donations);
    const reason = await page.locator(".value").first().textContent();
    assert.ok((await look(page, reason)) > 0, reason);
  },
  async "a search of several opens those with hits and hides the others"() {
    const page = await open(report("two.html", CASE, "corpus/cases/en-docs-code-retries/page.html", "no-such-file"));
    await page.locator("summary").nth(1).click();
    const found = await look(page, "message from");
    assert.ok(found > 0);
    assert.match(await told(page), new RegExp(`^${found} of `));
    assert.deepEqual(await page.locator("details").evaluateAll((all) => all.map((fold) => !fold.hidden)), [true, false, false]);
    assert.equal(await page.locator(".hits").first().textContent(), ` ${found} found`);
    await page.keyboard.press("Escape");
    assert.deepEqual(await page.locator("details").evaluateAll((all) => all.map((fold) => fold.open)), [false, true, false]);
    assert.equal(await page.locator("details:visible").count(), 3);
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
  async "arrows scroll, and j and k know their place"() {
    const page = await open(report("two.html", CASE, "corpus/cases/en-docs-code-retries/page.html"));
    for (const at of [0, 1]) await page.locator("summary").nth(at).click();
    const second = await page.evaluate(() => [...document.querySelectorAll(".block, summary")].indexOf(document.querySelectorAll("summary")[1]));
    await page.keyboard.press("j");
    assert.equal(await focused(page), second + 1);
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), second + 1);
    await page.keyboard.press("k");
    assert.equal(await focused(page), second - 1);
    // The block with the focus is filtered away.
    const donation = page.locator(".block.donation").first();
    await donation.focus();
    const place = await focused(page);
    await page.locator("label.donation").click();
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("j");
    assert.ok((await focused(page)) > place, `${await focused(page)} after ${place}`);
  },
  async "the bar hides no focus, and small windows have it scroll away"() {
    const page = await open(report("one.html", CASE));
    for (let presses = 0; presses < 60; presses += 1) await page.keyboard.press("j");
    const isFree = () => document.activeElement.getBoundingClientRect().top >= document.querySelector(".tools").getBoundingClientRect().bottom;
    for (let presses = 0; presses < 50; presses += 1) {
      await page.keyboard.press("k");
      assert.ok(await page.evaluate(isFree), `after ${presses}`);
    }
    const small = await open(report("one.html", CASE), { viewport: { width: 275, height: 200 } });
    await small.locator(".block").nth(8).focus();
    const seen = await small.evaluate(() => document.querySelector(".tools").getBoundingClientRect().bottom);
    assert.ok(seen < 0, `${seen}`);
  },
  async "colours and names are for all"() {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(report("failed.html", CASE, "no-such-file"), { colorScheme });
      await page.locator("summary").first().click();
      for (const [name, text, behind] of await page.evaluate(colours)) {
        const found = contrast(text, behind);
        assert.ok(found >= 4.5, `${colorScheme} ${name}: ${text} on ${behind} is ${found.toFixed(2)}`);
      }
      const session = await page.context().newCDPSession(page);
      const { nodes } = await session.send("Accessibility.getFullAXTree");
      const names = (role) => nodes.filter((node) => node.role?.value === role && !node.ignored).map((node) => node.name?.value);
      assert.ok(names("list").length === 1 && names("listitem").length > 10, `${names("listitem").length} list items`);
      await page.keyboard.press("j");
      const meters = (await session.send("Accessibility.getFullAXTree")).nodes.filter((node) => node.role?.value === "meter" && !node.ignored);
      assert.deepEqual(meters.map((node) => node.name?.value), ["score"]);
    }
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
    const two = await open(report("two.html", CASE, "corpus/cases/en-docs-code-retries/page.html"));
    const folds = () => two.locator("details").evaluateAll((all) => all.map((fold) => fold.open));
    await two.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.deepEqual(await folds(), [true, true]);
    await two.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.deepEqual(await folds(), [false, false]);
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
