import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  check,
  example,
  onPage,
  openFile,
  replaceText,
  sample,
  sentence,
  settled,
  syntheticGraph,
  useBrowser,
  visit,
} from "./browser.ts";

useBrowser();

const axe = createRequire(import.meta.url).resolve("axe-core");

/** Every state of the page, and how to get there. */
const STATES: Record<string, (page: Page) => Promise<void>> = {
  "first visit": async () => undefined,
  "a finding opened": async (page) => {
    await page.keyboard.press("F8");
    await page.locator(".detail").waitFor();
    await page.locator(".box.selected").waitFor();
  },
  clean: async (page) => {
    await check(page, example("matmul_16a16w.json"));
    await page.locator(".empty.clean").waitFor();
  },
  "malformed JSON": async (page) => {
    await replaceText(page, '{"nodes": [');
    await expect.poll(() => sentence(page)).toBe("This is not a graph yet");
  },
  "not text": async (page) => {
    const buffer = Buffer.alloc(64);
    await page.locator("#file").setInputFiles({ name: "model.bin", mimeType: "", buffer });
    await page.locator(".document-pane .empty").waitFor();
  },
  "a binary file": async (page) => {
    const file = sample("tflite/tflm_keyword_scrambled_8bit.tflite");
    if (file === undefined) return;
    await page.locator("#file").setInputFiles(file);
    await page.locator(".converted").waitFor();
  },
  "nothing matches": async (page) => {
    await page.getByLabel("Filter findings").fill("zzz");
    await page.getByLabel("Filter nodes").fill("zzz");
    await expect.poll(() => page.locator(".empty").count()).toBe(2);
  },
  "too large to edit": async (page) => {
    await openFile(page, syntheticGraph(10_000));
    await page.locator(".window-bar").waitFor();
  },
  operators: async (page) => {
    await page.locator(".tab-operators").click();
    await page.locator(".op-line").first().waitFor();
  },
  "an operator": async (page) => {
    await page.locator(".tab-operators").click();
    await page.getByRole("button", { name: /^Conv2d / }).click();
    await page.locator(".rows-table").waitFor();
  },
  "choosing a chip": async (page) => {
    await page.locator("#soc").click();
    await page.locator("#soc-list").waitFor();
  },
  examples: async (page) => page.getByRole("button", { name: "Examples" }).click(),
  share: async (page) => {
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByLabel("Link").waitFor();
  },
  help: async (page) => page.keyboard.press("?"),
  "an explanation": async (page) => {
    await page.keyboard.press("F8");
    await page.getByRole("button", { name: /^Explain/ }).click();
    await page.locator(".prose").waitFor();
  },
  offline: async (page) => {
    await expect.poll(() => page.url()).toContain("#v1=");
    await settled(page);
    await page.context().setOffline(true);
    await page.locator(".notice.quiet").waitFor();
  },
  "a broken link": async (page) => {
    await page.evaluate(() => {
      location.hash = "#v1=broken";
    });
    await page.locator(".notice").waitFor();
  },
  bypassed: async (page) => {
    await page.evaluate(async () => {
      const bytes = new TextEncoder().encode(JSON.stringify({ example: "matmul_16a16w.json", sdk: "2.20" }));
      const packed = await new Response(
        new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw")),
      ).arrayBuffer();
      const text = btoa(String.fromCharCode(...new Uint8Array(packed)))
        .replaceAll("+", "-")
        .replaceAll("/", "_");
      location.hash = `#v1=${text.replace(/=+$/, "")}`;
    });
    await expect.poll(() => sentence(page)).toContain("Nothing was checked");
  },
};

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return result.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(" | ")}`,
    );
  });
  return found;
}

describe.each(["light", "dark"] as const)("axe finds nothing, %s", (colorScheme) => {
  test.each(Object.entries(STATES))("%s", async (_, arrive) => {
    // axe itself is a script that the page's policy would refuse.
    const { page, complaints, close } = await visit({
      colorScheme,
      bypassCSP: true,
      reducedMotion: "reduce",
    });
    try {
      await arrive(page);
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe("an engine", () => {
  test("that gets stuck is started anew, and the graph is checked again", () =>
    onPage({}, async (page) => {
      // The worker stops answering for good.
      void page
        .workers()[0]
        ?.evaluate(() => {
          for (;;);
        })
        .catch(() => undefined);
      await page.getByLabel("SDK").selectOption("2.41");
      await page.locator(".notice", { hasText: "started anew" }).waitFor({ timeout: 20_000 });
      await page.getByRole("button", { name: "Check again" }).click();
      await expect.poll(() => page.locator(".basis").textContent()).toContain("SDK 2.41");
      expect(await page.locator(".notice").count()).toBe(0);
    }));

  test("that does not arrive leaves the command line", async () => {
    const { page, close } = await visit({
      answered: false,
      prepare: (page) => page.route("**/*.wasm", (route) => route.abort()),
    });
    await page.locator(".notice.error").waitFor();
    expect(await page.locator(".notice.error").textContent()).toMatch(
      /could not start.*opfit check vit_block/s,
    );
    expect(await page.locator(".cm-content").textContent()).toContain("annotated-graph");
    await close();
  });

  test("needs WebAssembly, and says so", async () => {
    const { page, close } = await visit({
      answered: false,
      prepare: (page) =>
        page.route("**/worker-*.js", async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: `delete self.WebAssembly;${await response.text()}` });
        }),
    });
    await page.locator(".notice.error").waitFor();
    expect(await page.locator(".sentence").textContent()).toBe("Nothing can be checked here");
    await close();
  });
});

test("without script the page names the command line", async () => {
  const { page, close } = await visit({ javaScriptEnabled: false, answered: false });
  expect(await page.locator("noscript").count()).toBe(1);
  expect(await page.locator("body").textContent()).toContain("tools/run check model.json");
  await close();
});

/** By how much the page is wider than the window, in pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

describe("the page fits", () => {
  const sizes = [
    { name: "320 px", width: 320, height: 640, deviceScaleFactor: 1 },
    { name: "a laptop at 200 %", width: 640, height: 400, deviceScaleFactor: 2 },
    { name: "a tablet", width: 900, height: 1100, deviceScaleFactor: 1 },
  ];
  test.each(sizes)("$name, whatever is shown", ({ width, height, deviceScaleFactor }) =>
    onPage({ viewport: { width, height }, deviceScaleFactor }, async (page) => {
      for (const tab of ["document", "graph", "findings", "operators"]) {
        const button = page.locator(`.tab-${tab}`);
        if (await button.isVisible()) await button.click();
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      }
      await page.locator("#soc").click();
      await page.locator("#soc-list").waitFor();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.keyboard.press("Escape");
      await page.keyboard.press("F8");
      await page.locator(".tab-findings").click();
      await page.locator(".detail").waitFor();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }),
  );

  test("large text", () =>
    onPage({ viewport: { width: 1000, height: 800 } }, async (page) => {
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }));
});

test("every control is at least 24 px in both directions", () =>
  onPage({}, async (page) => {
    await page.keyboard.press("F8");
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, select, input:not([type=file]):not([type=checkbox])")]
        .filter((each) => each.checkVisibility())
        .flatMap((each) => {
          const { width, height } = each.getBoundingClientRect();
          return width < 24 || height < 24 ? [`${each.outerHTML.slice(0, 80)} ${width}×${height}`] : [];
        }),
    );
    expect(small).toEqual([]);
  }));

test("nothing moves where motion is not wanted", () =>
  onPage({ reducedMotion: "reduce" }, async (page) => {
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll("*")].filter((each) =>
          getComputedStyle(each)
            .transitionDuration.split(", ")
            .some((duration) => parseFloat(duration) > 0),
        ).length,
    );
    expect(moving).toBe(0);
  }));

test("forced colours keep every shape apart from its ground", () =>
  onPage({ forcedColors: "active" }, async (page) => {
    const fills = await page.evaluate(() =>
      [...document.querySelectorAll(".outcome .shape")].map(
        (shape) => getComputedStyle(shape).fill + getComputedStyle(shape).stroke,
      ),
    );
    expect(fills).toHaveLength(4);
    for (const fill of fills) expect(fill).not.toBe("nonenone");
  }));

test("the theme is chosen, and kept", () =>
  onPage({ colorScheme: "light" }, async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: /^Theme/ }).click();
    await page.getByRole("button", { name: /^Theme/ }).click();
    expect(await ground()).not.toBe(light);
    await page.reload();
    await page.locator(".basis").waitFor();
    expect(await ground()).not.toBe(light);
  }));
