import { App } from "./app.ts";
import { Page } from "./elements/page.ts";
import { EngineClient } from "./engine/client.ts";
import { applyTheme, storedTheme } from "./theme.ts";

const app = new App(
  new EngineClient(() => new Worker(new URL("./engine/worker.ts", import.meta.url), { type: "module" })),
);
app.store.set({ theme: storedTheme() });
applyTheme(app.state.theme);
app.store.subscribe(({ theme }, before) => {
  if (theme !== before.theme) applyTheme(theme);
});

const page = document.querySelector("opfit-page") as Page;
page.replaceChildren();
page.app = app;
customElements.define("opfit-page", Page);
void app.start();

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // Without it the page works as well, but not offline.
  navigator.serviceWorker.register("./sw.js").catch(() => undefined);
}
