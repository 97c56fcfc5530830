// What a run comes to.

#ifndef OPFIT_CLI_EXIT_CODE_H_
#define OPFIT_CLI_EXIT_CODE_H_

namespace opfit {

// With several files, the worst of them.
enum ExitCode : int {
  kClean = 0,
  kFindings = 1,
  kCouldNotRun = 2,
};

}  // namespace opfit

#endif  // OPFIT_CLI_EXIT_CODE_H_
