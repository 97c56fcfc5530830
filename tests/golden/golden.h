// Golden cases: small inputs, each in a folder of its own, with everything the
// tool prints about them beside it.
//
//   OF103_add_of_two_widths/   produces the code it is named after
//     input.graph.json         what is checked (or input.json, …)
//     args                     flags of `check`; optional
//     expected.txt             what it prints, and its exit code
//     expected.json            the same with --format json
//   ok_…/                      the only ones without a finding
//   cli_…/                     `args` is the whole command line; text only
//   formats_…/                 likewise, and expected.<format> for each format

#ifndef OPFIT_TESTS_GOLDEN_GOLDEN_H_
#define OPFIT_TESTS_GOLDEN_GOLDEN_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace opfit {

struct GoldenCase {
  std::string name;               // "OF103_add_of_two_widths"
  std::string folder;             // below the working directory
  std::vector<std::string> args;  // the whole command line
  bool is_command = false;        // cli_…, formats_…: `args` is everything
  bool all_formats = false;       // formats_…
                                  // Others: `annotate` (OF6…) or `check`.
};

// For the messages of tests.
inline void PrintTo(const GoldenCase& golden, std::ostream* out) {
  *out << golden.folder;
}

// Every case, by name.
std::vector<GoldenCase> GoldenCases();

// What a command printed.
struct Printed {
  std::string out;
  std::string files;  // written, each behind its name
  std::string err;
  int exit_code = 0;
};

// Runs the command line within the case's folder, in this process.
Printed RunCase(const GoldenCase& golden, std::vector<std::string> more = {});

// expected.txt: the standard output, the files and the standard error if there
// are any, the exit code.
std::string AsText(const Printed& printed);

// The content of a file; empty if there is none.
std::string ReadFile(const std::string& path);
void WriteFile(const std::string& path, absl::string_view content);

// Whether expected files are written instead of compared: OPFIT_GOLDEN_UPDATE
// is set, as tools/golden_update does.
bool IsUpdating();

}  // namespace opfit

#endif  // OPFIT_TESTS_GOLDEN_GOLDEN_H_
