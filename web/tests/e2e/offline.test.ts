import { expect, test } from "vitest";
import { sentence, stopServer, useBrowser, visit } from "./browser.ts";

useBrowser();

test("the second visit needs no network, not even for an example", async () => {
  const { page, complaints, close } = await visit({ serviceWorkers: "allow" });
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== "activated") {
      await new Promise((resolve) => active?.addEventListener("statechange", resolve, { once: true }));
    }
  });
  stopServer();
  await page.context().setOffline(true);
  await page.reload();
  await page.locator(".basis").waitFor();
  expect(await sentence(page)).toContain("SM8750");
  await page.getByRole("button", { name: "Examples" }).click();
  await page.getByRole("button", { name: /MobileNetV2, five mistakes/ }).click();
  await expect.poll(() => sentence(page)).toContain("of 100 operators");
  expect(complaints.filter((each) => !each.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  await close();
});
