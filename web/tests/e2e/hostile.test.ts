import { describe, expect, test } from "vitest";
import { check, onPage, sentence, useBrowser } from "./browser.ts";

useBrowser();

const SPEC = {
  kind: "quant",
  dtype: "uint8",
  quant_min: 0,
  quant_max: 255,
  qscheme: "per_tensor_affine",
  scale: -1,
  zero_point: 0,
};

/** A graph whose only operator has this name, and a finding. */
function graphNamed(name: string, target = "aten.relu.default"): string {
  return JSON.stringify({
    format: "annotated-graph",
    version: "1.0",
    name,
    [name]: name,
    nodes: [
      { name: "x", kind: "input", outputs: [{ dtype: "float32", shape: [1, 8] }] },
      {
        name,
        kind: "op",
        target,
        args: [{ node: "x" }],
        outputs: [{ dtype: "float32", shape: [1, 8] }],
        annotation: { annotated: true, inputs: [{ node: "x", spec: SPEC }], output: SPEC },
      },
      { name: "output", kind: "output", args: [{ nodes: [name] }] },
    ],
  });
}

describe("what a graph says is text", () => {
  const names: [string, string][] = [
    ["a script", '<script>alert("x")</script>'],
    ["an image with a handler", '<img src=x onerror=alert(1)>"'],
    ["a frame", "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>"],
    ["a template", "$" + "{alert(1)}{{constructor.constructor('alert(1)')()}}"],
    ["a link", '<a href="javascript:alert(1)">click</a>'],
    ["an svg", "<svg/onload=alert(1)>"],
    ["a style", "</style><style>*{display:none}</style>"],
    ["a prototype", "__proto__"],
    ["Markdown", "`](javascript:alert(1)) **bold** | # title"],
    ["zeros", "nul\u0000nul"],
  ];
  test.each(names)("even if it is %s", (_, name) =>
    onPage({}, async (page) => {
      await check(
        page,
        graphNamed(name, `aten.${name}.default`),
        `${name.slice(0, 30)}.json`.replaceAll("\u0000", ""),
      );
      await page.locator(".node", { hasText: "x" }).first().waitFor();
      await page.keyboard.press("F8");
      await page.locator(".detail").waitFor();
      await page.getByRole("button", { name: "By code" }).click();
      await page.locator("[aria-posinset='2'] .node, .node[aria-posinset='2']").first().click();
      await page.locator(".box.selected").waitFor();
      const strange = await page.evaluate(
        () =>
          document.querySelectorAll(
            "opfit-page :is(script, img, iframe, a[href^='javascript'], style, object)",
          ).length,
      );
      expect(strange).toBe(0);
      expect(await page.locator("h1").isVisible()).toBe(true);
    }),
  );
});

test("bidirectional and invisible characters are spelled out", () =>
  onPage({}, async (page) => {
    await check(page, graphNamed("safe\u202egnol\u200b_name"));
    await expect
      .poll(() => page.locator(".node-name").allTextContents())
      .toContain("safe\\u202egnol\\u200b_name");
  }));

test("a name of a million characters is shortened everywhere", () =>
  onPage({}, async (page) => {
    await check(page, graphNamed("n".repeat(400_000)));
    await page.keyboard.press("F8");
    await page.locator(".detail").waitFor();
    const longest = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll("opfit-graph *, opfit-findings *, opfit-verdict *")].map((each) =>
          each.childElementCount === 0 ? (each.textContent?.length ?? 0) : 0,
        ),
      ),
    );
    expect(longest).toBeLessThan(500);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wider).toBe(false);
  }));

test("a hostile link opens as a document, not as anything else", () =>
  onPage({ hash: "#v1=<script>alert(1)</script>" }, async (page) => {
    expect(await page.locator(".notice").textContent()).toContain("damaged");
    expect(await sentence(page)).toContain("SM8750");
  }));
