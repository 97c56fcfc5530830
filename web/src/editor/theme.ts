import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Punctuation stays as it is: a span around every comma is most of what a long line costs.
const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--syntax-key)" },
  { tag: tags.string, color: "var(--syntax-string)" },
  { tag: tags.number, color: "var(--syntax-number)" },
  { tag: [tags.bool, tags.null], color: "var(--syntax-keyword)" },
]);

const squiggle = (colour: string) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy ${colour} 1.2px`,
  textUnderlineOffset: "3px",
  paddingBottom: "0",
});

/** The editor in the page's colours: custom properties reach into its shadow root. */
export const theme = [
  syntaxHighlighting(highlight),
  EditorView.theme({
    "&": { height: "100%", color: "var(--fg)", backgroundColor: "var(--panel)", fontSize: "0.78rem" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
    ".cm-content": { caretColor: "var(--accent)", padding: "8px 0" },
    ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
    ".cm-gutters": {
      backgroundColor: "var(--panel)",
      color: "var(--fg-quiet)",
      border: "none",
      paddingLeft: "4px",
    },
    ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
    ".cm-activeLineGutter": {
      backgroundColor: "color-mix(in srgb, var(--accent) 8%, transparent)",
      color: "var(--fg)",
    },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)",
    },
    "&.cm-focused .cm-matchingBracket": {
      backgroundColor: "color-mix(in srgb, var(--accent) 20%, transparent)",
    },
    ".cm-foldPlaceholder": {
      backgroundColor: "var(--hover)",
      color: "var(--fg-quiet)",
      border: "1px solid var(--line)",
      borderRadius: "4px",
      padding: "0 6px",
      margin: "0 2px",
    },
    ".cm-foldGutter .cm-gutterElement": { cursor: "pointer", padding: "0 3px" },
    ".cm-lintRange-error": squiggle("var(--unsupported)"),
    ".cm-lintRange-warning": squiggle("var(--unknown)"),
    ".cm-lintRange-info": squiggle("var(--note)"),
    ".cm-gutter-lint": { width: "1em" },
    ".cm-gutter-lint .cm-gutterElement": { padding: "0 2px" },
    ".cm-lint-marker": { width: "0.65em", height: "0.65em", marginTop: "0.35em" },
    ".cm-lint-marker-error": { content: "none", borderRadius: "50%", backgroundColor: "var(--unsupported)" },
    ".cm-lint-marker-warning": {
      content: "none",
      transform: "rotate(45deg)",
      backgroundColor: "var(--unknown)",
    },
    ".cm-lint-marker-info": { content: "none", borderRadius: "2px", backgroundColor: "var(--note)" },
    ".cm-tooltip": {
      color: "var(--fg)",
      backgroundColor: "var(--raised)",
      border: "1px solid var(--line)",
      borderRadius: "var(--radius)",
      overflow: "hidden",
      maxWidth: "min(44ch, 90vw)",
    },
    ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--sans)" },
    ".cm-diagnostic-error": { borderLeft: "3px solid var(--unsupported)" },
    ".cm-diagnostic-warning": { borderLeft: "3px solid var(--unknown)" },
    ".cm-diagnostic-info": { borderLeft: "3px solid var(--note)" },
    ".cm-diagnosticSource": { fontSize: "var(--tiny)", opacity: "1", color: "var(--fg-quiet)" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--chosen)", color: "var(--fg)" },
    ".cm-completionDetail": { color: "var(--fg-quiet)", fontStyle: "normal" },
    ".cm-completionInfo": { fontFamily: "var(--sans)", fontSize: "var(--small)", padding: "6px 10px" },
    ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--fg)", fontFamily: "var(--sans)" },
    ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
    ".cm-panel.cm-search": {
      display: "flex",
      flexWrap: "wrap",
      alignItems: "center",
      gap: "6px",
      padding: "8px 40px 8px 10px",
    },
    ".cm-panel.cm-search :is(input, button, label)": { margin: "0" },
    ".cm-panel.cm-search br": { display: "none" },
    ".cm-panel.cm-search label": {
      display: "inline-flex",
      alignItems: "center",
      gap: "4px",
      fontSize: "var(--small)",
    },
    ".cm-panel.cm-search label input": { width: "16px", height: "16px", accentColor: "var(--accent)" },
    ".cm-panel.cm-search .cm-textfield": { flex: "1 1 9em", minWidth: "0", padding: "2px 8px" },
    // Each on a line of its own, with the buttons that are about it.
    ".cm-panel.cm-search [name=search].cm-textfield": { flexBasis: "calc(100% - 215px)" },
    ".cm-panel.cm-search [name=replace].cm-textfield": { flexBasis: "calc(100% - 190px)" },
    ".cm-textfield, .cm-button": {
      color: "var(--fg)",
      backgroundColor: "var(--panel)",
      backgroundImage: "none",
      border: "1px solid var(--line-strong)",
      borderRadius: "5px",
      fontSize: "var(--small)",
      minHeight: "24px",
    },
    ".cm-panel.cm-search [name=close]": {
      color: "var(--fg)",
      minWidth: "24px",
      minHeight: "24px",
      fontSize: "1.1rem",
    },
    ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--unknown) 30%, transparent)" },
    ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--unknown) 55%, transparent)" },
    ".cm-placeholder": { color: "var(--fg-quiet)", fontFamily: "var(--sans)" },
  }),
];
