import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

const DEEPEST = 24;
const HANG = 2;

// Classes, since a style attribute is what the page's policy refuses.
const HANGING = Array.from({ length: DEEPEST + 1 }, (_, indent) =>
  Decoration.line({ class: `cm-hang-${indent}` }),
);

function decorate({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at);
      const indent = /^ */.exec(line.text.slice(0, DEEPEST))?.[0].length ?? 0;
      builder.add(line.from, line.from, HANGING[indent] as Decoration);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** A line that is wrapped goes on a little further in than it begins. */
export const hangingIndent = [
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = decorate(view);
      }

      update({ docChanged, viewportChanged, view }: ViewUpdate): void {
        if (docChanged || viewportChanged) this.decorations = decorate(view);
      }
    },
    { decorations: ({ decorations }) => decorations },
  ),
  EditorView.theme(
    Object.fromEntries(
      HANGING.map((_, indent) => {
        const by = `${indent + HANG}ch`;
        return [`.cm-line.cm-hang-${indent}`, { paddingLeft: `calc(${by} + 6px)`, textIndent: `-${by}` }];
      }),
    ),
  ),
];
