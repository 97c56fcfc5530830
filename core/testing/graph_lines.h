// For tests: annotated graphs in one line a node.
//
//   x: input [1, 3, 8, 8]
//   w: param [4, 3, 3, 3]
//   conv = aten.conv2d.default(x, w, null, [1, 1]) | x: u8, w: i8 axis=0 -> u8
//   view = aten.view.default(conv, [1, 144]) [1, 144] | conv: as conv -> as
//   conv
//
// A tensor is `dtype[sizes]`: float32 if no dtype is given, [1, 4, 8, 8] if no
// sizes are, where a word stands for a symbolic size. A word among the
// arguments is a node, `[a, b]` a list of nodes, `name=value` a keyword
// argument, and the rest JSON. Several outputs are separated by commas:
// `float32[1], int64[1]`.
//
// After `|` comes the annotation: what is said of inputs, then of the output.
// What is left out is not said; `x:` lists an input and says nothing of it.
// `-> [u8, float]` says something of each output. After another `|` comes
// `unannotated` or `unshared` (allow_implicit_sharing: false). A line of its
// own, `dialect qnn`, names another vocabulary than aten.
//
// A spec is a type (u4 u8 u16, affine; i2 i4 i8 i16 i32, symmetric) with words:
//
//   axis=0 block=1x32         per channel, block-wise
//   scale=0.5 zero=3          values; scale=1/256, or a list: scale=0.5;0.25
//   affine symmetric          another scheme; no-scheme: none
//   no-bounds min=1 max=2     other bounds
//   dtype=int32 observer=Foo  other words of the format
//   fixed                     known beforehand
//
// or `float` (null), `as x` and `as x>y` (shared with a node, with an edge),
// `product x>y w>y` (derived; as i32), or JSON in braces.
//
// A node or a spec may stand in a mark, «OF305 u8», which is kept around its
// JSON for Unmark (core/formats/marked_input.h).

#ifndef OPFIT_CORE_TESTING_GRAPH_LINES_H_
#define OPFIT_CORE_TESTING_GRAPH_LINES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace opfit {

// The document; lines that are empty or start with `#` say nothing. One line of
// it for each node. A line that cannot be read fails the running test.
std::string GraphJson(absl::string_view lines);

// One spec of it.
std::string SpecJson(absl::string_view spec);

}  // namespace opfit

#endif  // OPFIT_CORE_TESTING_GRAPH_LINES_H_
