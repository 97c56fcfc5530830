/* opfit for C and for every language that calls C: whether the operators of a
 * quantized graph fit an accelerator, why not, and what to change.
 *
 *   char* reply;
 *   opfit_graph* graph = opfit_load(bytes, size, NULL, &reply);
 *   puts(reply);                        {"schemaVersion": 1, "status": "read",
 * … opfit_free(reply);
 *
 *   reply = opfit_check(graph, "{\"target\": \"htp:SM8750@2.41\"}");
 *   puts(reply);                        the report document
 *   opfit_free(reply);
 *   opfit_unload(graph);
 *
 * A graph is read once and asked often: for another target, for its structure.
 *
 * Requests and replies are JSON: NUL-terminated UTF-8. In a request every key
 * may be left out, and NULL or "" stands for {}; an unknown key or a wrong type
 * is an error, never ignored. A reply is one object with "schemaVersion": 1. It
 * is either what its function says below, or what was wrong with the request:
 *
 *   {"schemaVersion": 1, "error": {"message": "at /target: expected a string"}}
 *
 * What is wrong with the *graph* is no error but a finding, with its place.
 * Keys may be added to replies within a schema version; none is removed.
 * docs/api.md shows every request and reply in full.
 *
 * Ownership: a reply belongs to the caller, who hands it to opfit_free; a graph
 * belongs to the caller, who hands it to opfit_unload. Requests and bytes are
 * read during the call only.
 *
 * No function reads files or the environment, writes anything, or keeps state
 * that a later reply depends on: the same call gives the same bytes, natively
 * and in wasm. Bad input never aborts; running out of memory does. All
 * functions may be called from many threads at once, on the same graph too,
 * but for opfit_unload.
 */

#ifndef OPFIT_CORE_API_OPFIT_H_
#define OPFIT_CORE_API_OPFIT_H_

#include <stddef.h>

/* What libopfit.so shows of itself. */
#if defined(__GNUC__)
#define OPFIT_API __attribute__((visibility("default")))
#else
#define OPFIT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* A graph as it was read, with the text it was read from. */
typedef struct opfit_graph opfit_graph;

/* Reads a graph of any known format from `size` bytes at `bytes`.
 *
 *   options  {"columns": "utf8", "limits": {"bytes": …, "depth": 64,
 *             "nodes": 4000000, "channels": 4000000}, "encodings": str}
 *   *reply   {"status": "read" | "invalid", "format": "annotated-graph",
 *             "dialect": "aten", "name": str, "nodes": int, "operators": int,
 *             "errors": int, "warnings": int}
 *
 * "columns" is the unit of every column and offset in later replies about this
 * graph: "utf8" counts bytes, "utf16" what editors and JavaScript strings
 * count. "limits" are what reading refuses to go beyond, inclusive.
 *
 * "encodings" is the text of the AIMET encodings that belong to an ONNX model;
 * leave it out where there are none.
 *
 * Bytes that are no graph still give a handle; its status is "invalid", and
 * opfit_check says why. "errors" and "warnings" count the findings of reading,
 * which opfit_check lists with the others. Returns NULL only for bad options.
 * `reply` may be NULL. */
OPFIT_API opfit_graph* opfit_load(const char* bytes, size_t size,
                                  const char* options, char** reply);

/* Checks a graph for a target.
 *
 *   request  {"target": "htp:SM8750@2.41", "strict": true,
 *             "discardNodes": [str…], "discardOps": [str…], "file": "-",
 *             "catalogs": [str…], "nodes": true, "outcomes": false, "places":
 * false} reply    the report: docs/schema/report.schema.json
 *
 * The reply is, byte for byte, what `opfit check --format json` prints for the
 * same file and settings, unless it is asked for more or less:
 *
 *   "catalogs"         catalogs of the caller's own, each the text of one, laid
 *                      over the bundled one, the last on top: docs/catalogs.md
 *   "nodes": false     leaves runs[0].nodes empty, the longest list there is
 *   "outcomes": true   adds "outcomes": one character for each node of the
 *                      structure, s u k c for supported, unsupported, unknown
 *                      and unchecked, - for a node that is no operator
 *   "places": true     adds "places": [begin, end, begin, end, …], for each
 *                      finding the offsets of what it points at; `end` is
 *                      exclusive, equal to `begin` where only the point is
 *                      known; -1, -1 where there is no place
 */
OPFIT_API char* opfit_check(const opfit_graph* graph, const char* request);

/* Annotates a graph for a target, as the backend's quantizer would.
 *
 *   request  {"target": "htp:SM8750", "quant": "16a8w", "qat": false,
 *             "replace": false, "recipe": str, "discardNodes": [str…],
 *             "discardOps": [str…], "check": false, "strict": true,
 *             "document": true, "file": "-", "recipeFile": "recipe"}
 *   reply    {"target": {…}, "changes": {"annotated": int, "kept": int,
 *             "discarded": int, "withoutRule": int, "withoutFloat": int,
 *             "broken": int}, "groups": [{"op", "quant", "mode", "weights",
 *             "blockSize", "observer", "because", "nodes": [int…]}…],
 *             "report": {…}, "recipeReport": {…} | null,
 *             "document": str | null}
 *
 * The graph stays as it is; "document" is the text of the annotated one.
 * "recipe" is the text of a recipe (docs/recipes.md), so that what is wrong
 * with it can be pointed at, in bytes: "recipeReport" is a report of it.
 * "report" has what was found while annotating and, with "check", the outcome
 * of checking the annotated graph; its places are those of the graph that was
 * loaded. "document" is null where it is not asked for, and where nothing could
 * be annotated. "groups" are operators that were treated alike; "nodes" are
 * indices of the structure. */
OPFIT_API char* opfit_annotate(const opfit_graph* graph, const char* request);

/* What is connected to what, as columns: node i is the i-th of each list.
 *
 *   request  {}
 *   reply    {"nodes": {"name": [str…], "op": [str…], "kind": [str…],
 *             "offset": [int…]}, "edges": [from, to, from, to, …]}
 *
 * Nodes are in the order of the file. "kind" is input, param, buffer, const, op
 * or output; "op" is empty unless it is op; "offset" is where the node begins
 * in the text. Edges are node indices, one pair for each tensor that a node
 * takes, in the order of its arguments. */
OPFIT_API char* opfit_structure(const opfit_graph* graph, const char* request);

/* The graph as an annotated graph: docs/annotated-graph.md.
 *
 *   request  {}
 *   reply    the document, byte for byte what `opfit convert` prints
 *
 * Whatever the format it was read from; checking the document gives the same
 * outcomes and findings as checking the graph. An error where reading found
 * errors: opfit_check lists them. */
OPFIT_API char* opfit_convert(const opfit_graph* graph, const char* request);

/* What the catalog says of the operators of a target's backend.
 *
 *   request  {"target": "htp:SM8750@2.41", "catalogs": [str…]}
 *   reply    {"target": {…}, "catalog": {…}, "ops": [{"name": "Conv2d",
 *             "state": "closed" | "open" | "unsupported",
 *             "asOf": "2.25" | null, "openedIn": "2.44" | null,
 *             "openedBy": str | null, "rows": int}…]}
 *
 *   request  {"target": "htp:SM8750@2.41", "op": "Conv2d"}
 *   reply    {"target": {…}, "catalog": {…}, "op": {…}}: its ports, conditions
 *            in words, and rows, each with its sources
 */
OPFIT_API char* opfit_ops(const char* request);

/* The targets of a backend.
 *
 *   request  {"backend": "htp"}
 *   reply    {"default": {"backend", "soc", "arch", "sdk"}, "catalog": {…},
 *             "archWord": "architecture",
 *             "sdks": ["2.41"…], "socs": [{"name", "marketingName", "arch",
 *             "float"}…], "arches": [{"name", "soc", "float"}…]}
 */
OPFIT_API char* opfit_targets(const char* request);

/* What codes of findings mean: one by id or name, or all.
 *
 *   request  {"code": "OF103"}
 *   reply    {"codes": [{"id", "name", "severity", "message", "explain"}]}
 *
 * "explain" is Markdown. */
OPFIT_API char* opfit_explain(const char* request);

/* {"tool": {"name": "opfit", "version": str}, "backends": ["htp", …]}; the
 * default backend is first. */
OPFIT_API char* opfit_version(void);

/* Frees a graph; NULL is allowed. */
OPFIT_API void opfit_unload(opfit_graph* graph);

/* Frees a reply; NULL is allowed. */
OPFIT_API void opfit_free(char* text);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* OPFIT_CORE_API_OPFIT_H_ */
