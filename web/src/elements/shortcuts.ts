import type { LitElement } from "lit";
import type { App } from "../app.ts";

/** Keys that work anywhere on the page; single characters only where nobody types. */
export const SHORTCUTS: readonly { keys: string; does: string }[] = [
  { keys: "F8", does: "next finding" },
  { keys: "Shift F8", does: "previous finding" },
  { keys: "/", does: "filter the findings" },
  { keys: "↑ ↓ Home End", does: "move in a list" },
  { keys: "Enter", does: "open what is selected" },
  { keys: "Ctrl F", does: "search in the document" },
  { keys: "Ctrl Space", does: "complete a key or a value" },
  { keys: "Esc, then Tab", does: "leave the editor" },
  { keys: "?", does: "this help" },
];

export function handleShortcut(event: KeyboardEvent, app: App): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "F8") {
    event.preventDefault();
    app.stepFinding(event.shiftKey ? -1 : 1);
    return;
  }
  if (isTyping(event) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    event.preventDefault();
    void focusFilter(app);
  } else if (event.key === "?") {
    event.preventDefault();
    document
      .querySelector("opfit-page")
      ?.dispatchEvent(new CustomEvent("opfit-dialog", { detail: { id: "help" } }));
  }
}

/** Before the next key arrives: what is typed after the slash is meant for the filter. */
async function focusFilter(app: App): Promise<void> {
  if (app.state.tab !== "operators") app.store.set({ tab: "findings" });
  for (const name of ["opfit-page", "opfit-findings"]) {
    await document.querySelector<LitElement>(name)?.updateComplete;
  }
  document.querySelector<HTMLInputElement>(".side-pane input[type=search]")?.focus();
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox]), select, textarea"))
  );
}
