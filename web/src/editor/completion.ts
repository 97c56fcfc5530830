import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  pickedCompletion,
} from "@codemirror/autocomplete";
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import graphSchema from "../../../docs/schema/annotated-graph.schema.json";
import { propertiesOf, type Schema, type Step, schemasAt, valuesOf } from "./schema.ts";

const SCHEMA = graphSchema as unknown as Schema;
const MOST_NODES = 400;
/** How long parsing may go on up to the cursor; the text above it is usually parsed by then. */
const PARSE_MS = 80;

/** Keys and values that the schema of the annotated graph has here, and the names of nodes where one is meant. */
export function completeGraph(context: CompletionContext): CompletionResult | null {
  const { state, pos } = context;
  const tree = ensureSyntaxTree(state, pos, PARSE_MS) ?? syntaxTree(state);
  const node = tree.resolveInner(pos, -1);
  if (node.name === "PropertyName") return complete(node, keysAt(state, objectOf(node), node), context);
  const isValue = ["String", "Number", "True", "False", "Null", "⚠"].includes(node.name);
  const property = isValue ? node.parent : node;
  if (node.name === "String" && node.parent?.name === "Property")
    return complete(node, valuesAt(state, node.parent), context);
  if (node.name === "String" && node.parent?.name === "Array")
    return complete(node, nodeNames(state), context);
  if (!context.explicit) return null;
  const options = property?.name === "Property" ? valuesAt(state, property) : keysAt(state, node, undefined);
  return options.length > 0
    ? { from: context.matchBefore(/"?\w*/)?.from ?? pos, options, filter: true }
    : null;
}

/** Offers what goes on from the text before the cursor; taken, it replaces the whole string, quotes and all. */
function complete(
  node: SyntaxNode,
  options: Completion[],
  { state, pos }: CompletionContext,
): CompletionResult | null {
  if (options.length === 0) return null;
  const closed = /^".*"$/s.test(state.sliceDoc(node.from, node.to));
  const behind = closed ? node.to - pos : 0;
  return {
    from: node.from,
    options: options.map((option) => ({ ...option, apply: replacing(textOfOption(option), behind) })),
    validFor: /^"[^"\n]*$/,
  };
}

function textOfOption({ apply, label }: Completion): string {
  return typeof apply === "string" ? apply : label;
}

function replacing(text: string, behind: number): NonNullable<Completion["apply"]> {
  return (view, option, from, to) =>
    view.dispatch({
      ...insertCompletionText(view.state, text, from, to + behind),
      annotations: pickedCompletion.of(option),
    });
}

function keysAt(
  state: EditorState,
  object: SyntaxNode | null,
  writing: SyntaxNode | undefined,
): Completion[] {
  if (object?.name !== "Object") return [];
  const present = textValues(state, object);
  const keys = new Set(keysOf(state, object, writing));
  return propertiesOf(schemasAt(SCHEMA, pathTo(state, object), present))
    .filter(({ name }) => !keys.has(name))
    .map(({ name, description, required }) => ({
      label: `"${name}"`,
      apply:
        writing && /^\s*:/.test(state.sliceDoc(writing.to, writing.to + 8)) ? `"${name}"` : `"${name}": `,
      detail: required ? "required" : "",
      type: "property",
      boost: required ? 1 : 0,
      ...(description ? { info: description } : {}),
    }));
}

function valuesAt(state: EditorState, property: SyntaxNode): Completion[] {
  const key = keyOf(state, property);
  const object = property.parent;
  if (key === undefined || object?.name !== "Object") return [];
  const siblings = textValues(state, object);
  const schemas = schemasAt(SCHEMA, [...pathTo(state, object), { key, siblings }], new Map());
  const values = valuesOf(schemas).map((value) => ({ label: JSON.stringify(value), type: "constant" }));
  return key === "node" ? [...values, ...nodeNames(state)] : values;
}

/** Names of nodes, read off the text: good enough to offer, whatever state the document is in. */
function nodeNames(state: EditorState): Completion[] {
  const names = new Set<string>();
  for (const [, name] of state.sliceDoc().matchAll(/"name"\s*:\s*("(?:[^"\\]|\\.)*")/g)) {
    if (name) names.add(name);
    if (names.size >= MOST_NODES) break;
  }
  return [...names].map((label) => ({ label, type: "variable" }));
}

function pathTo(state: EditorState, value: SyntaxNode): Step[] {
  const steps: Step[] = [];
  for (let at: SyntaxNode | null = value; at?.parent; at = at.parent) {
    const { parent } = at;
    if (parent.name === "Array") steps.unshift({ index: indexIn(parent, at) });
    if (parent.name === "Property" && parent.parent) {
      const key = keyOf(state, parent);
      if (key !== undefined) steps.unshift({ key, siblings: textValues(state, parent.parent) });
    }
  }
  return steps;
}

function indexIn(array: SyntaxNode, item: SyntaxNode): number {
  let index = 0;
  for (let at = array.firstChild; at && at.from < item.from; at = at.nextSibling) {
    if (!/^[[\],⚠]$/.test(at.name)) ++index;
  }
  return index;
}

function objectOf(property: SyntaxNode): SyntaxNode | null {
  return property.parent?.name === "Property" ? property.parent.parent : property.parent;
}

function keyOf(state: EditorState, property: SyntaxNode): string | undefined {
  const name = property.getChild("PropertyName");
  return name ? textOf(state, name) : undefined;
}

function keysOf(state: EditorState, object: SyntaxNode, except: SyntaxNode | undefined): string[] {
  return object.getChildren("Property").flatMap((property) => {
    const name = property.getChild("PropertyName");
    return name && name.from !== except?.from ? (textOf(state, name) ?? []) : [];
  });
}

/** The members that are strings: they settle the schema's choices. */
function textValues(state: EditorState, object: SyntaxNode): Map<string, string> {
  const values = new Map<string, string>();
  for (const property of object.getChildren("Property")) {
    const key = keyOf(state, property);
    const value = property.getChild("String");
    const text = value && textOf(state, value);
    if (key !== undefined && typeof text === "string") values.set(key, text);
  }
  return values;
}

function textOf(state: EditorState, node: SyntaxNode): string | undefined {
  try {
    return JSON.parse(state.sliceDoc(node.from, node.to)) as string;
  } catch {
    return undefined;
  }
}
