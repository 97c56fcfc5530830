// A line on the terminal while work takes long, and no trace of it after.

#ifndef OPFIT_CLI_PROGRESS_H_
#define OPFIT_CLI_PROGRESS_H_

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "cli/host.h"

namespace opfit {

// Shows `text` on the standard error once half a second has passed, and erases
// it when it is destroyed. Does nothing where that is no terminal. Nobody else
// may write there meanwhile.
class Progress {
 public:
  Progress(Host& host, std::string text);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

 private:
  void Wait();

  Host& host_;
  const std::string text_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace opfit

#endif  // OPFIT_CLI_PROGRESS_H_
