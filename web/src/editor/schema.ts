/** What a JSON Schema says may stand at a place: enough of the draft for the schema of the annotated graph. */
export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  default?: unknown;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  prefixItems?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  if?: Schema;
  then?: Schema;
  $defs?: Record<string, Schema>;
}

/** A step from a value to one inside it, with the text values of the object stepped out of. */
export type Step = { key: string; siblings: ReadonlyMap<string, string> } | { index: number };

/**
 * The schemas that hold at the end of a path: several where the schema offers a
 * choice that what is written so far does not settle.
 */
export function schemasAt(root: Schema, path: readonly Step[], here: ReadonlyMap<string, string>): Schema[] {
  let schemas = [root];
  path.forEach((step) => {
    const siblings = "key" in step ? step.siblings : new Map<string, string>();
    schemas = schemas
      .flatMap((schema) => expand(root, schema, siblings))
      .flatMap((schema) => into(schema, step));
  });
  return schemas.flatMap((schema) => expand(root, schema, here));
}

function into(schema: Schema, step: Step): Schema[] {
  if ("index" in step) {
    const item = schema.prefixItems?.[step.index] ?? schema.items;
    return item ? [item] : [];
  }
  const property = schema.properties?.[step.key];
  if (property) return [property];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

/** Follows references and choices; a choice whose constants contradict `values` is out. */
function expand(root: Schema, schema: Schema, values: ReadonlyMap<string, string>): Schema[] {
  const all: Schema[] = [schema];
  if (schema.$ref?.startsWith("#/$defs/")) {
    const target = root.$defs?.[schema.$ref.slice("#/$defs/".length)];
    if (target) all.push(...expand(root, target, values));
  }
  for (const choice of [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]) {
    all.push(...expand(root, choice, values));
  }
  if (schema.if && schema.then && matches(schema.if, values)) all.push(...expand(root, schema.then, values));
  return all;
}

function matches({ properties = {} }: Schema, values: ReadonlyMap<string, string>): boolean {
  return Object.entries(properties).every(
    ([key, { const: wanted }]) => wanted === undefined || values.get(key) === wanted,
  );
}

export interface Property {
  name: string;
  description: string | undefined;
  required: boolean;
  schema: Schema;
}

/** The keys an object may have, in the schema's order; the required ones are marked. */
export function propertiesOf(schemas: readonly Schema[]): Property[] {
  const found = new Map<string, Property>();
  for (const { properties = {}, required = [] } of schemas) {
    for (const [name, schema] of Object.entries(properties)) {
      const have = found.get(name);
      found.set(name, {
        name,
        description: have?.description ?? schema.description,
        required: (have?.required ?? false) || required.includes(name),
        schema: have?.schema ?? schema,
      });
    }
  }
  return [...found.values()];
}

/** The values that are worth offering. */
export function valuesOf(schemas: readonly Schema[]): unknown[] {
  const values = new Set<unknown>();
  for (const schema of schemas) {
    if (schema.const !== undefined) values.add(schema.const);
    for (const value of [...(schema.enum ?? []), ...(schema.examples ?? [])]) values.add(value);
    if (schema.type === "boolean") values.add(true).add(false);
    if (schema.type === "null") values.add(null);
  }
  return [...values];
}
