// A page of text for a terminal: coloured words, and labelled fields that wrap.
//
//   Page page(/*colour=*/true, /*width=*/80);
//   page.Line(page.Painted(Ink::kRed, "error"));
//   page.Field("hint", "SM8550 takes it as it is");
//
//   error
//     hint     SM8550 takes it as it is

#ifndef OPFIT_CORE_RENDER_PAGE_H_
#define OPFIT_CORE_RENDER_PAGE_H_

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace opfit {

enum class Ink { kBold, kDim, kRed, kYellow, kCyan };

// How many elements of a list are shown before `and 7 more`.
inline constexpr size_t kListed = 5;

// "a, b and 7 more"; all of them if `whole`.
std::string Listed(absl::Span<const std::string> items, bool whole);

// "1 node", "2 nodes".
std::string Counted(size_t count, absl::string_view noun);

class Page {
 public:
  // `width` in columns; 0: nothing is wrapped.
  Page(bool colour, int width) : colour_(colour), width_(width) {}

  std::string Painted(Ink ink, absl::string_view text) const;

  void Line(absl::string_view text);
  // A label and its text, continued below itself where the line is full. An
  // empty label continues the field above.
  void Field(absl::string_view label, absl::string_view text);
  // A blank line, unless the page has just begun.
  void Gap();

  std::string Take() { return std::move(out_); }

 private:
  bool colour_;
  int width_;
  std::string out_;
};

}  // namespace opfit

#endif  // OPFIT_CORE_RENDER_PAGE_H_
